using Engine.Server.DataTypes.Serialization;

namespace Engine.Server.Tests.DataTypes.Serialization;

public sealed class Crc64Tests
{
    [Fact]
    public void Checksum_is_the_one_that_is_published_for_this_polynomial() =>
        Assert.Equal(0xe9c6d914c4b8d9ca, Crc64.Append(0, "123456789"u8));

    [Fact]
    public void Checksum_does_not_depend_on_where_the_bytes_are_cut()
    {
        byte[] bytes = new byte[100];
        new Random(1).NextBytes(bytes);
        ulong whole = Crc64.Append(0, bytes);
        for (int cut = 0; cut <= bytes.Length; cut++)
            Assert.Equal(whole, Crc64.Append(Crc64.Append(0, bytes.AsSpan(0, cut)), bytes.AsSpan(cut)));
    }
}
