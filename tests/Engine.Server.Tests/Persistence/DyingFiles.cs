using Engine.Server.Files;

namespace Engine.Server.Tests.Persistence;

/// <summary>
/// Files in memory whose machine may fail or die at any operation. What was not synchronized, bytes or names, may be
/// gone after that. Reading never fails.
/// </summary>
internal sealed class DyingFiles : IFileSystem
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Node> _names = [];
    private readonly Dictionary<string, Node> _safeNames = [];
    private int _operations;

    /// <summary>How many operations that change something there have been.</summary>
    public int Operations => _operations;

    /// <summary>This operation fails, a write after half of its bytes; 0 is none.</summary>
    public int FailsAt { get; set; }

    /// <summary>From this operation on the machine is dead; 0 is never.</summary>
    public int DiesAt { get; set; }

    /// <summary>All operations fail, as on a full disk.</summary>
    public bool IsFull { get; set; }

    /// <summary>No file can be deleted.</summary>
    public bool RefusesToDelete { get; set; }

    /// <summary>How often a file could not be deleted for that.</summary>
    public int RefusedDeletions { get; private set; }

    /// <summary>The files after the machine has been started again.</summary>
    /// <param name="isKind">What was not synchronized is there nevertheless.</param>
    public DyingFiles AfterCrash(bool isKind)
    {
        lock (_gate)
        {
            var survivors = new DyingFiles();
            foreach ((string path, Node node) in isKind ? _names : _safeNames)
            {
                var survivor = new Node { Bytes = [.. isKind ? node.Bytes : node.SafeBytes] };
                survivor.SafeBytes = [.. survivor.Bytes];
                survivors._names[path] = survivor;
                survivors._safeNames[path] = survivor;
            }

            return survivors;
        }
    }

    public byte[] Read(string path)
    {
        lock (_gate)
            return [.. _names[path].Bytes];
    }

    public void Put(string path, byte[] bytes)
    {
        lock (_gate)
            _names[path] = _safeNames[path] = new Node { Bytes = [.. bytes], SafeBytes = [.. bytes] };
    }

    public bool Exists(string path)
    {
        lock (_gate)
            return _names.ContainsKey(path);
    }

    public void CreateDirectory(string path)
    {
    }

    public IReadOnlyList<string> List(string directory)
    {
        lock (_gate)
        {
            return [.. _names.Keys.Where(path => Path.GetDirectoryName(path) == directory)
                .Select(path => Path.GetFileName(path)!)];
        }
    }

    public IWritableFile Create(string path)
    {
        lock (_gate)
        {
            Operate();
            _names[path] = new Node();
            return new Handle(this, _names[path]);
        }
    }

    public IWritableFile Append(string path)
    {
        lock (_gate)
        {
            Operate();
            if (!_names.ContainsKey(path))
                _names[path] = new Node();
            return new Handle(this, _names[path]);
        }
    }

    public Stream OpenRead(string path)
    {
        lock (_gate)
            return new MemoryStream([.. _names[path].Bytes], writable: false);
    }

    public void Move(string path, string newPath)
    {
        lock (_gate)
        {
            Operate();
            _names[newPath] = _names[path];
            _names.Remove(path);
        }
    }

    public void Delete(string path)
    {
        lock (_gate)
        {
            Operate();
            if (RefusesToDelete)
            {
                RefusedDeletions++;
                throw new IOException($"'{path}' cannot be deleted.");
            }

            _names.Remove(path);
        }
    }

    public void SyncDirectory(string path)
    {
        lock (_gate)
        {
            Operate();
            _safeNames.Clear();
            foreach ((string name, Node node) in _names)
                _safeNames[name] = node;
        }
    }

    private void Operate(Action? half = null)
    {
        _operations++;
        if (_operations == DiesAt || _operations == FailsAt)
            half?.Invoke();
        if (IsFull || _operations == FailsAt || (DiesAt > 0 && _operations >= DiesAt))
            throw new IOException($"Operation {_operations} fails.");
    }

    private sealed class Node
    {
        public List<byte> Bytes { get; set; } = [];

        public List<byte> SafeBytes { get; set; } = [];
    }

    private sealed class Handle(DyingFiles files, Node node) : IWritableFile
    {
        public long Length => node.Bytes.Count;

        public void Write(ReadOnlySpan<byte> bytes)
        {
            byte[] copy = bytes.ToArray();
            lock (files._gate)
            {
                files.Operate(() => node.Bytes.AddRange(copy.AsSpan(0, copy.Length / 2)));
                node.Bytes.AddRange(copy);
            }
        }

        public void Truncate(long length)
        {
            lock (files._gate)
            {
                files.Operate();
                node.Bytes.RemoveRange((int)length, node.Bytes.Count - (int)length);
            }
        }

        public void Sync()
        {
            lock (files._gate)
            {
                files.Operate();
                node.SafeBytes = [.. node.Bytes];
            }
        }

        public void Dispose()
        {
        }
    }
}
