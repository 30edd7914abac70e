namespace Patterns.Analytics.ActiveUsers;

/// <summary>The users who were there for the first time on one day, and how many of them came back.</summary>
/// <param name="Day">The day, in UTC.</param>
/// <param name="Size">How many users there are.</param>
/// <param name="Active">How many of them were there on that day, on the day after, and so on.</param>
public sealed record RetentionCohort(DateOnly Day, long Size, IReadOnlyList<long> Active)
{
    /// <summary>Which part of them was there so many days later; 0 for a cohort without users.</summary>
    /// <param name="days">How many days after <see cref="Day"/>.</param>
    /// <returns>0 to 1.</returns>
    public double ShareAfter(int days) => Size == 0 ? 0 : (double)Active[days] / Size;
}
