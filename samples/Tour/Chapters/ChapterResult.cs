using Tour.Reports;

namespace Tour.Chapters;

/// <summary>What a chapter measured, and what it checked.</summary>
internal sealed record ChapterResult(ResultTable Table, Invariants Invariants);
