namespace Tour.Chapters;

/// <summary>One recipe at work on the cities. A new chapter is a class and a line in TourProgram.</summary>
internal interface ITourChapter
{
    /// <summary>The heading of the chapter in the report.</summary>
    string Title { get; }

    /// <summary>Runs the recipe, measures it and checks its invariants.</summary>
    Task<ChapterResult> RunAsync(ChapterContext context, CancellationToken cancellationToken);
}
