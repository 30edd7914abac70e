using System.Collections;
using System.Data.Common;

namespace OrderWorker;

/// <summary>The parameters of a statement.</summary>
internal sealed class SqliteParameters : DbParameterCollection
{
    private readonly List<SqliteParameter> _all = [];

    public override int Count => _all.Count;

    public override object SyncRoot => _all;

    public override int Add(object value)
    {
        _all.Add((SqliteParameter)value);
        return _all.Count - 1;
    }

    public override void AddRange(Array values) => _all.AddRange(values.Cast<SqliteParameter>());

    public override void Clear() => _all.Clear();

    public override bool Contains(object value) => _all.Contains((SqliteParameter)value);

    public override bool Contains(string value) => IndexOf(value) >= 0;

    public override void CopyTo(Array array, int index) => ((ICollection)_all).CopyTo(array, index);

    public override IEnumerator GetEnumerator() => _all.GetEnumerator();

    public override int IndexOf(object value) => _all.IndexOf((SqliteParameter)value);

    public override int IndexOf(string parameterName)
        => _all.FindIndex(parameter => parameter.ParameterName == parameterName);

    public override void Insert(int index, object value) => _all.Insert(index, (SqliteParameter)value);

    public override void Remove(object value) => _all.Remove((SqliteParameter)value);

    public override void RemoveAt(int index) => _all.RemoveAt(index);

    public override void RemoveAt(string parameterName) => _all.RemoveAt(IndexOf(parameterName));

    protected override DbParameter GetParameter(int index) => _all[index];

    protected override DbParameter GetParameter(string parameterName) => _all[IndexOf(parameterName)];

    protected override void SetParameter(int index, DbParameter value) => _all[index] = (SqliteParameter)value;

    protected override void SetParameter(string parameterName, DbParameter value)
        => _all[IndexOf(parameterName)] = (SqliteParameter)value;
}
