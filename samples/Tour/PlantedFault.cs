namespace Tour;

/// <summary>A way to break a recipe on purpose, so that one can watch an invariant catch it.</summary>
internal enum PlantedFault
{
    None,

    /// <summary>Every fill calls the source twice.</summary>
    SourceTwice,

    /// <summary>Readers get another value than the one in the database.</summary>
    WrongValue,

    /// <summary>Every read sends one command too many.</summary>
    ExtraCommand,

    /// <summary>Nothing is stored.</summary>
    NoStore,

    /// <summary>Entries live much longer than they were asked to.</summary>
    LateExpiry,

    /// <summary>The best score of one member never reaches its board.</summary>
    LostScore,

    /// <summary>A worker confirms one job without doing it.</summary>
    LostJob,
}
