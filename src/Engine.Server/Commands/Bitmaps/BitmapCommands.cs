using static Engine.Server.Commands.CommandFlags;

namespace Engine.Server.Commands.Bitmaps;

/// <summary>Commands on strings as rows of bits.</summary>
internal static partial class BitmapCommands
{
    private const string PerByte = "O(N) where N is the number of bytes that are looked at";
    private const string PerField = "O(1) for each integer";
    private const string Unit = "[index_unit(BYTE|BIT)@7.0.0]";
    private const string Field = "encoding offset:integer";

    private static readonly KeySpec[] KeyToRead = [KeySpec.At(1, KeyUse.ReadOnly | KeyUse.Access)];
    private static readonly KeySpec[] KeyToUpdate = [KeySpec.At(1, KeyUse.ReadWrite | KeyUse.Access | KeyUse.Update)];

    public static CommandSpec[] Table { get; } = [.. Bits, .. Rows, .. Fields];

    private static CommandSpec[] Bits =>
    [
        new("setbit", 4, Write | DenyOom, SetBit)
        {
            Group = CommandGroup.Bitmap, Since = "2.2.0", Keys = KeyToUpdate, IsBrief = true,
            Complexity = "O(1), unless the string has to grow to reach the bit",
            Summary = "Sets or clears a bit of a string and returns what it was.",
            Syntax = "key:key offset:integer value:integer",
        },
        new("getbit", 3, ReadOnly | Fast, GetBit)
        {
            Group = CommandGroup.Bitmap, Since = "2.2.0", Complexity = "O(1)", Keys = KeyToRead,
            Summary = "Returns a bit of a string.",
            Syntax = "key:key offset:integer",
        },
    ];

    private static CommandSpec[] Rows =>
    [
        new("bitcount", -2, ReadOnly, CountOnes)
        {
            Group = CommandGroup.Bitmap, Since = "2.6.0", Complexity = PerByte, Keys = KeyToRead,
            Summary = "Counts the bits that are set in a string or a part of it.",
            Syntax = $"key:key [index{{start:integer end:integer {Unit}}}]",
        },
        new("bitpos", -3, ReadOnly, FindBit)
        {
            Group = CommandGroup.Bitmap, Since = "2.8.7", Complexity = PerByte, Keys = KeyToRead,
            Summary = "Finds the first bit that is set, or the first that is clear.",
            Syntax = $"key:key bit:integer [index{{start:integer [end_index{{end:integer {Unit}}}]}}]",
        },
        new("bitop", -4, Write | DenyOom, Combine)
        {
            Group = CommandGroup.Bitmap, Since = "2.6.0",
            Complexity = "O(N) where N is the length of all strings together",
            Keys =
            [
                KeySpec.At(2, KeyUse.Overwrite | KeyUse.Update), KeySpec.From(3, KeyUse.ReadOnly | KeyUse.Access),
            ],
            Summary = "Combines the bits of several strings and stores the result.",
            Syntax = "operation destkey:key key:key...",
        },
    ];

    private static CommandSpec[] Fields =>
    [
        new("bitfield", -2, Write | DenyOom, WorkOnFields)
        {
            Group = CommandGroup.Bitmap, Since = "3.2.0", Complexity = PerField,
            Keys =
            [
                KeyToUpdate[0] with
                {
                    Use = KeyToUpdate[0].Use | KeyUse.VariableFlags,
                    Notes = "This command allows both access and modification of the key",
                },
            ],
            RefineKeyUse = FieldUse,
            Summary = "Reads, writes and adds to integers of any width within a string.",
            Syntax = $"key:key [operation(GET encoding_offset{{{Field}}}|write{{"
                + "[OVERFLOW wrap_sat_fail(WRAP|SAT|FAIL)] write_operation("
                + $"SET encoding_offset_value{{{Field} value:integer}}|"
                + $"INCRBY encoding_offset_increment{{{Field} increment:integer}})}})]...",
        },
        new("bitfield_ro", -2, ReadOnly | Fast, ReadFields)
        {
            Group = CommandGroup.Bitmap, Since = "6.0.0", Complexity = PerField, Keys = KeyToRead,
            Summary = "Reads integers of any width within a string.",
            Syntax = $"key:key [GET encoding_offset{{{Field}}}]...+",
        },
    ];
}
