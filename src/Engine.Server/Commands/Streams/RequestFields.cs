using Engine.Server.DataTypes.Streams;
using Engine.Server.Protocol;

namespace Engine.Server.Commands.Streams;

/// <summary>The fields and values at the end of a request.</summary>
/// <param name="request">The request.</param>
/// <param name="first">Where the first field stands.</param>
internal readonly ref struct RequestFields(Request request, int first) : IEntryFields
{
    private readonly Request _request = request;

    public int Count => (_request.Count - first) / 2;

    public ReadOnlySpan<byte> Field(int index) => _request[first + 2 * index];

    public ReadOnlySpan<byte> Value(int index) => _request[first + 2 * index + 1];
}
