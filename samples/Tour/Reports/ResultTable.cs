namespace Tour.Reports;

/// <summary>A chapter's result as it is printed: the first column names the row, the others hold figures.</summary>
internal sealed record ResultTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);
