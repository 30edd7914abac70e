using StackExchange.Redis;

namespace Patterns.Caching.Tags;

/// <summary>What Redis knows of a tag.</summary>
/// <param name="fields">Its hash; empty when Redis does not know it.</param>
internal sealed class TagState(HashEntry[] fields)
{
    /// <summary>Whether Redis was asked after the tag had this version.</summary>
    public bool Knows(long version) => Array.Exists(fields, field => field.Name == "v" && (long)field.Value >= version);

    /// <summary>Whether an entry is still valid as far as this tag is concerned.</summary>
    /// <param name="captured">The version of the tag when the entry was filled.</param>
    /// <param name="tags">All tags of the entry.</param>
    public bool Allows(long captured, string[] tags)
    {
        bool known = false;
        foreach (HashEntry field in fields)
        {
            long version = (long)field.Value;
            string name = field.Name.ToString();
            if (name == "v")
            {
                known = version >= captured;
                if (version == captured)
                {
                    return true;
                }
            }
            else if (version > captured && (name == "a" || HasAll(tags, name)))
            {
                return false;
            }
        }

        // Without its versions nobody can tell what has been invalidated.
        return known;
    }

    private static bool HasAll(string[] tags, string field)
        => field.StartsWith('=') && field[1..].Split(TagSet.Separator).All(tag => Array.IndexOf(tags, tag) >= 0);
}
