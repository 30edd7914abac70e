using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Patterns.RateLimiting.AspNetCore.Tests;

public sealed class RequestPartitionTests
{
    private readonly DefaultHttpContext _context = new();

    [Fact]
    public void A_user_is_who_is_signed_in()
    {
        Assert.Null(RequestPartition.User(_context));
        _context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, "42")], "test"));
        Assert.Equal("user:42", RequestPartition.User(_context));
        Assert.Equal("user:42", RequestPartition.UserOrAddress(_context));
    }

    [Theory]
    [InlineData("192.0.2.7", "address:192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "address:192.0.2.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "address:2001:db8:1:2::/64")]
    public void An_address_is_what_one_customer_has(string address, string partition)
    {
        _context.Connection.RemoteIpAddress = IPAddress.Parse(address);
        Assert.Equal(partition, RequestPartition.Address(_context));
        Assert.Equal(partition, RequestPartition.UserOrAddress(_context));
    }

    [Theory]
    [InlineData("203.0.113.9", 1, "address:203.0.113.9")]
    [InlineData("1.2.3.4, 203.0.113.9", 1, "address:203.0.113.9")]
    [InlineData("1.2.3.4, 203.0.113.9, 10.0.0.1", 2, "address:203.0.113.9")]
    [InlineData("203.0.113.9:51234", 1, "address:203.0.113.9")]
    [InlineData("[2001:db8:1:2::9]:51234", 1, "address:2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:2::9", 1, "address:2001:db8:1:2::/64")]
    [InlineData("203.0.113.9", 2, "address:192.0.2.7")]
    [InlineData("nonsense", 1, "address:192.0.2.7")]
    public void What_a_client_forges_before_our_proxies_is_ignored(string forwarded, int proxies, string partition)
    {
        _context.Connection.RemoteIpAddress = IPAddress.Parse("192.0.2.7");
        _context.Request.Headers["X-Forwarded-For"] = forwarded;
        Assert.Equal(partition, RequestPartition.Address(proxies)(_context));
    }

    [Fact]
    public void A_route_is_its_method_and_pattern()
    {
        Assert.Null(RequestPartition.Route(_context));
        _context.Request.Method = "GET";
        _context.SetEndpoint(new RouteEndpoint(
            _ => Task.CompletedTask, RoutePatternFactory.Parse("/users/{id}"), order: 0, metadata: null, "users"));
        Assert.Equal("route:GET /users/{id}", RequestPartition.Route(_context));
    }

    [Fact]
    public void A_key_is_never_told()
    {
        Assert.Null(RequestPartition.ApiKey()(_context));
        _context.Request.Headers["X-Api-Key"] = "secret";
        string partition = RequestPartition.ApiKey()(_context)!;
        Assert.StartsWith("key:2bb80d537b1da3e3", partition, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", partition, StringComparison.Ordinal);
    }
}
