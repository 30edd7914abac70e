using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using StackExchange.Redis;

namespace Pipelines.Sockets.Unofficial.Tests.Client;

/// <summary>What the client was compiled against exists here, also on paths that no other test takes.</summary>
public sealed class SurfaceTests
{
    private static readonly Type[] s_typeArguments = [.. Enumerable.Repeat(typeof(object), 4)];

    [Fact]
    public void Every_type_and_member_that_the_client_refers_to_exists()
    {
        var client = typeof(ConnectionMultiplexer).Module;
        using var image = new PEReader(File.OpenRead(client.FullyQualifiedName));
        var metadata = image.GetMetadataReader();

        var types = metadata.TypeReferences.Where(handle => IsOurs(metadata, handle)).ToList();
        Assert.All(types, handle => Assert.NotNull(client.ResolveType(MetadataTokens.GetToken(handle))));
        Assert.InRange(types.Count, 20, 40);

        var members = metadata.MemberReferences.Where(handle => IsOurs(metadata, handle)).ToList();
        Assert.All(
            members,
            handle => Assert.NotNull(
                client.ResolveMember(MetadataTokens.GetToken(handle), s_typeArguments, s_typeArguments)));
        Assert.InRange(members.Count, 60, 120);
    }

    private static bool IsOurs(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var scope = metadata.GetTypeReference(handle).ResolutionScope;
        return scope.Kind switch
        {
            HandleKind.TypeReference => IsOurs(metadata, (TypeReferenceHandle)scope),
            HandleKind.AssemblyReference => metadata.StringComparer.Equals(
                metadata.GetAssemblyReference((AssemblyReferenceHandle)scope).Name,
                typeof(SocketConnection).Assembly.GetName().Name!),
            _ => false,
        };
    }

    private static bool IsOurs(MetadataReader metadata, MemberReferenceHandle handle)
    {
        var parent = metadata.GetMemberReference(handle).Parent;
        if (parent.Kind == HandleKind.TypeSpecification)
        {
            parent = GenericType(metadata, (TypeSpecificationHandle)parent);
        }

        return parent.Kind == HandleKind.TypeReference && IsOurs(metadata, (TypeReferenceHandle)parent);
    }

    /// <summary>The type that a generic instantiation is of; nil for an array and the like.</summary>
    private static EntityHandle GenericType(MetadataReader metadata, TypeSpecificationHandle handle)
    {
        var signature = metadata.GetBlobReader(metadata.GetTypeSpecification(handle).Signature);
        if (signature.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
        {
            return default;
        }

        signature.ReadCompressedInteger();
        return signature.ReadTypeHandle();
    }
}
