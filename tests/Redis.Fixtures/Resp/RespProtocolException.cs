namespace Redis.Fixtures.Resp;

/// <summary>The bytes that a server sent are not RESP.</summary>
public sealed class RespProtocolException(string message) : Exception(message);
