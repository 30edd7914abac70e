namespace Engine.Server.Files;

/// <summary>
/// The files of an engine. What is written is safe from a crash of the machine when it was synchronized: the bytes of a
/// file by <see cref="IWritableFile.Sync"/>, the names in a directory by <see cref="SyncDirectory"/>. All calls throw
/// <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> when they fail.
/// </summary>
internal interface IFileSystem
{
    bool Exists(string path);

    /// <summary>Creates a directory that does not exist yet.</summary>
    void CreateDirectory(string path);

    /// <summary>The names of the files in a directory; none when there is no such directory.</summary>
    IReadOnlyList<string> List(string directory);

    /// <summary>An empty file for writing, in the place of one of this name.</summary>
    IWritableFile Create(string path);

    /// <summary>A file to be continued, or an empty one.</summary>
    IWritableFile Append(string path);

    Stream OpenRead(string path);

    /// <summary>Gives a file another name, in one step, in the place of a file of that name.</summary>
    void Move(string path, string newPath);

    /// <summary>Deletes a file; nothing happens when there is none.</summary>
    void Delete(string path);

    void SyncDirectory(string path);
}
