using Engine.Server.DataTypes.Packs;
using Engine.Server.DataTypes.Sets;

namespace Engine.Server.Commands.Sets;

/// <summary>Combines several sets into an empty one.</summary>
internal delegate void SetCombination(SetOperands sets, SetValue result);

/// <summary>
/// Intersection, union and difference of sets. The result gets its members in the order in which Redis adds them, as
/// far as that decides over its encoding.
/// </summary>
internal static class SetAlgebra
{
    public static void Intersect(SetOperands sets, SetValue result)
    {
        if (sets.AnyIsMissing)
            return;
        sets.SortBySize();
        foreach (PackedElement member in sets[0])
        {
            if (IsInOthers(sets, member))
                result.Add(member);
        }
    }

    /// <summary>The ids in the first set, which becomes the smallest one, of the members that all sets have.</summary>
    /// <param name="sets">The sets; none may be missing.</param>
    /// <param name="limit">After so many the search ends.</param>
    public static List<uint> FindCommon(SetOperands sets, long limit)
    {
        sets.SortBySize();
        List<uint> common = [];
        SetValue.Enumerator members = sets[0].GetEnumerator();
        while (common.Count < limit && members.MoveNext())
        {
            if (IsInOthers(sets, members.Current))
                common.Add(members.Id);
        }

        return common;
    }

    public static void Unite(SetOperands sets, SetValue result)
    {
        for (int i = 0; i < sets.Count; i++)
        {
            if (!sets.IsMissing(i))
                AddAll(sets[i], result);
        }
    }

    /// <summary>The members of the first set that no other one has.</summary>
    public static void Subtract(SetOperands sets, SetValue result)
    {
        if (sets.IsMissing(0))
            return;
        long lookups = 0;
        long members = 0;
        for (int i = 0; i < sets.Count; i++)
        {
            if (i > 0 && sets.AreSame(0, i))
                return;
            if (sets.IsMissing(i))
                continue;
            lookups += sets[0].Count;
            members += sets[i].Count;
        }

        // A lookup ends at the first set that has the member; removing goes through all members of all sets.
        if (lookups / 2 <= members)
            SubtractByLookup(sets, result);
        else
            SubtractByRemoval(sets, result);
    }

    private static void SubtractByLookup(SetOperands sets, SetValue result)
    {
        foreach (PackedElement member in sets[0])
        {
            if (!IsInAnyOther(sets, member))
                result.Add(member);
        }
    }

    private static void SubtractByRemoval(SetOperands sets, SetValue result)
    {
        AddAll(sets[0], result);
        for (int i = 1; i < sets.Count && result.Count > 0; i++)
        {
            if (sets.IsMissing(i))
                continue;
            foreach (PackedElement member in sets[i])
                result.Remove(member);
        }
    }

    private static void AddAll(SetValue set, SetValue result)
    {
        foreach (PackedElement member in set)
            result.Add(member);
    }

    private static bool IsInOthers(SetOperands sets, PackedElement member)
    {
        for (int i = 1; i < sets.Count; i++)
        {
            if (!sets.AreSame(0, i) && !sets[i].Contains(member))
                return false;
        }

        return true;
    }

    private static bool IsInAnyOther(SetOperands sets, PackedElement member)
    {
        for (int i = 1; i < sets.Count; i++)
        {
            if (!sets.IsMissing(i) && sets[i].Contains(member))
                return true;
        }

        return false;
    }
}
