using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Patterns.Caching.AspNetCore.Tests.Snippets;

/// <summary>The code of the pages, which <see cref="TicketCases"/> run as it stands there.</summary>
internal static class TicketSnippets
{
    public static void Register(WebApplicationBuilder builder)
    {
        #region register
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
        builder.Services.AddRedisTicketStore(options => options.AbsoluteTimeout = TimeSpan.FromDays(7));
        #endregion
    }

    public static void Map(WebApplication app)
    {
        #region revoke
        app.MapPost("/password", async (HttpContext context, RedisTicketStore tickets) =>
        {
            // The new password first. Then nobody is logged in with the old one any more.
            string user = context.User.FindFirstValue(ClaimTypes.NameIdentifier)!;
            return await tickets.Sessions.RevokeAllAsync(user, exceptId: null, context.RequestAborted);
        });
        #endregion
    }
}
