namespace Redis.Fixtures.Resp;

/// <summary>The types of RESP2 and RESP3, each valued as the byte that announces it on the wire.</summary>
/// <remarks>Streamed strings and aggregates (<c>$?</c>, <c>*?</c>) are left out: Redis never sends them.</remarks>
public enum RespType
{
    SimpleString = '+',
    SimpleError = '-',
    Number = ':',
    BulkString = '$',
    Array = '*',
    Null = '_',
    Boolean = '#',
    DoubleNumber = ',',
    BigNumber = '(',
    BulkError = '!',
    VerbatimString = '=',
    Map = '%',
    Set = '~',
    Push = '>',

    /// <summary>Never the type of a value: an attribute stands before the value that it describes.</summary>
    Attribute = '|',
}
