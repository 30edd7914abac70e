using System.Text;
using Engine.Server.Keyspace;

namespace Engine.Server.Tests.Keyspace;

/// <summary>Takes the effects that a keyspace has of its own accord, which are nothing but deletions.</summary>
internal sealed class DeletionSink(Action<int, string> deleted) : IEffectSink
{
    private readonly List<string> _arguments = [];
    private int _database;

    public bool IsRead => true;

    public EffectTargets Targets { get; set; }

    public void Begin(int database, int arguments)
    {
        Assert.Equal(2, arguments);
        _database = database;
        _arguments.Clear();
    }

    public void Add(ReadOnlySpan<byte> argument)
    {
        _arguments.Add(Encoding.Latin1.GetString(argument));
        if (_arguments.Count < 2)
            return;
        Assert.Equal("DEL", _arguments[0]);
        deleted(_database, _arguments[1]);
    }

    public void Add(long argument) => Assert.Fail($"A deletion has no number, but there came {argument}.");
}
