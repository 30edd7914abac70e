namespace Engine.Server.Files;

/// <summary>A file that is written from its end on.</summary>
internal interface IWritableFile : IDisposable
{
    long Length { get; }

    /// <summary>Appends bytes. When it fails, some of them may have been appended.</summary>
    void Write(ReadOnlySpan<byte> bytes);

    /// <summary>Cuts the file to a length.</summary>
    void Truncate(long length);

    /// <summary>Returns when all that was written survives a crash of the machine.</summary>
    void Sync();
}
