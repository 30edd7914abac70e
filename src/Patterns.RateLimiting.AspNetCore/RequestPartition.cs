using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Patterns.RateLimiting.AspNetCore;

/// <summary>Whose permits a request takes.</summary>
public static class RequestPartition
{
    private const int NetworkBytes = 8;

    /// <summary>The user who is signed in, by <see cref="ClaimTypes.NameIdentifier"/> or else by name.</summary>
    /// <param name="context">The request.</param>
    /// <returns><c>user:ID</c>; null for who is not signed in.</returns>
    public static string? User(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        string? id = context.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? context.User.Identity?.Name;
        return string.IsNullOrEmpty(id) ? null : "user:" + id;
    }

    /// <summary>The user who is signed in, or else the address.</summary>
    /// <param name="context">The request.</param>
    /// <returns><see cref="User"/> or <see cref="Address(HttpContext)"/>.</returns>
    public static string UserOrAddress(HttpContext context) => User(context) ?? Address(context);

    /// <summary>The address at the other end of the connection. Behind proxies, use ASP.NET Core's forwarded headers
    /// before, or <see cref="Address(int)"/>.</summary>
    /// <param name="context">The request.</param>
    /// <returns><c>address:IP</c>; of an IPv6 address the network of 64 bits, which is what one customer has.</returns>
    public static string Address(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Name(context.Connection.RemoteIpAddress);
    }

    /// <summary>The address that the outermost proxy of ours has seen. What clients write into X-Forwarded-For
    /// themselves stands before it and is ignored.</summary>
    /// <param name="proxies">How many proxies of ours each request passes: 1 to 10.</param>
    /// <returns>A function for <see cref="RedisRateLimitingOptions.AddPolicy"/>.</returns>
    public static Func<HttpContext, string> Address(int proxies)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(proxies, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(proxies, 10);
        return context =>
        {
            string[] hops = context.Request.Headers.GetCommaSeparatedValues("X-Forwarded-For");

            // Some proxies add the port.
            return hops.Length >= proxies && IPEndPoint.TryParse(hops[^proxies], out IPEndPoint? client)
                ? Name(client.Address)
                : Address(context);
        };
    }

    /// <summary>The key that a request carries. Redis gets its SHA-256 and never the key.</summary>
    /// <param name="header">Where it stands.</param>
    /// <returns>A function for <see cref="RedisRateLimitingOptions.AddPolicy"/>; it answers null without a
    /// key.</returns>
    public static Func<HttpContext, string?> ApiKey(string header = "X-Api-Key")
    {
        ArgumentException.ThrowIfNullOrEmpty(header);
        return context => context.Request.Headers[header].ToString() is { Length: > 0 } key
            ? "key:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))
            : null;
    }

    /// <summary>The method and the pattern of the route, for limits of an endpoint as a whole.</summary>
    /// <param name="context">The request.</param>
    /// <returns><c>route:GET /users/{id}</c>, encoded; null without a route.</returns>
    public static string? Route(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } pattern }
            ? $"route:{context.Request.Method} {pattern}"
            : null;
    }

    private static string Name(IPAddress? address)
    {
        if (address is null)
        {
            return "address:unknown";
        }

        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return "address:" + address;
        }

        byte[] bytes = address.GetAddressBytes();
        Array.Clear(bytes, NetworkBytes, bytes.Length - NetworkBytes);
        return string.Create(CultureInfo.InvariantCulture, $"address:{new IPAddress(bytes)}/64");
    }
}
