using Engine.Server.DataTypes.Serialization;

namespace Engine.Server.Tests.Journal;

public sealed class DumpAndSortPropagationTests : PropagationComparison
{
    private static string Dump
    {
        get
        {
            var writer = new ValueWriter();
            writer.Type(SerializedType.String);
            writer.Text("value"u8);
            DumpPayload.Close(writer);
            return $"\"{string.Concat(writer.Written.ToArray().Select(value => $"\\x{value:x2}"))}\"";
        }
    }

    [Fact]
    public Task Restored_keys_are_written_with_the_time_at_which_they_expire() => CompareAsync($"""
        RESTORE k 0 {Dump}
        RESTORE k 0 {Dump}
        restore k 0 {Dump} replace
        RESTORE k 100000 {Dump} REPLACE IDLETIME 100
        RESTORE k 40000000000000 {Dump} REPLACE ABSTTL
        RESTORE k 1 {Dump} REPLACE ABSTTL
        RESTORE k 1 {Dump} REPLACE ABSTTL
        RESTORE k 1 {Dump} ABSTTL
        RESTORE k 0 bad
        SET k v PXAT 1
        RESTORE k 0 {Dump} FREQ 10
        CONFIG SET lazyfree-lazy-server-del yes
        RESTORE k 1 {Dump} REPLACE ABSTTL
        CONFIG SET lazyfree-lazy-expire yes
        SET k v PXAT 1
        GET k
        SET k v
        EXPIRE k -1
        SET k v
        GETEX k PXAT 1
        SET k v
        GETDEL k
        CONFIG SET lazyfree-lazy-user-del yes
        SET k v
        GETDEL k
        SADD k 1 2 3
        SPOP k 10
        DUMP k
        """.Split('\n'));

    [Fact]
    public Task Stored_results_of_sorting_are_written_as_they_were_asked_for() => CompareAsync("""
        RPUSH ids 3 1 2
        SORT ids
        SORT ids STORE dst
        sort ids by weight_* get # get name_* store dst
        SORT ids BY nosort LIMIT 1 1 STORE ids
        SORT missing STORE dst
        SORT missing STORE dst
        SORT_RO ids
        SADD set b a
        SORT set BY nosort STORE dst
        SORT set STORE dst
        SET weight_2 5 PXAT 1
        SORT ids BY weight_* STORE dst
        SORT ids LIMIT 0 0 STORE dst
        """.Split('\n'));
}
