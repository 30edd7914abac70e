namespace Patterns.Caching.Tags;

/// <summary>The bounds of tags, and sets of them as scripts and messages name them.</summary>
internal static class TagSet
{
    /// <summary>Stands between the names of a set.</summary>
    public const char Separator = '\u001F';

    /// <summary>How many tags an entry has at most.</summary>
    public const int MaxTags = 32;

    /// <summary>The longest tag, in characters.</summary>
    public const int MaxLength = 256;

    /// <summary>The distinct tags in the order of their names.</summary>
    /// <exception cref="ArgumentException">A tag is empty or too long, or there are too many.</exception>
    public static string[] Check(IReadOnlyCollection<string>? tags)
    {
        if (tags is null || tags.Count == 0)
        {
            return [];
        }

        foreach (string tag in tags)
        {
            ArgumentException.ThrowIfNullOrEmpty(tag, nameof(tags));
            if (tag.Length > MaxLength || tag.Contains(Separator, StringComparison.Ordinal))
            {
                throw new ArgumentException(
                    $"The tag '{tag}' has {tag.Length} characters, but at most {MaxLength} are allowed, and none may "
                    + "be U+001F: shorten or encode it.",
                    nameof(tags));
            }
        }

        string[] distinct = [.. tags.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return distinct.Length <= MaxTags
            ? distinct
            : throw new ArgumentException(
                $"There are {distinct.Length} tags, but an entry may have {MaxTags} at most: tag it by what is "
                + "invalidated together.",
                nameof(tags));
    }

    /// <summary>A set as scripts and messages name it.</summary>
    public static string NameOf(IReadOnlyList<string> tags) => string.Join(Separator, tags);
}
