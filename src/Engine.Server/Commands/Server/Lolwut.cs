using System.Text;
using static Engine.Server.Commands.CommandFlags;

namespace Engine.Server.Commands.Server;

/// <summary>LOLWUT: the version, and for those who ask for one of the old versions, a picture.</summary>
internal static class Lolwut
{
    private const int LargestSide = 1000;
    private const int DefaultWidth = 64;
    private const int DefaultHeight = 16;
    private const int StarsApart = 40;

    /// <summary>From the sky down to the ground.</summary>
    private static readonly string[] Shades = [" ", "░", "▒", "▓", "█"];

    public static CommandSpec Row { get; } = new("lolwut", -1, ReadOnly | Fast, Run)
    {
        Group = CommandGroup.Server, Since = "5.0.0",
        Summary = "Returns the version, and on request a picture.",
        Syntax = "[VERSION version:integer]",
    };

    /// <summary>LOLWUT [VERSION version [width [height ...]]]</summary>
    private static void Run(ref CommandContext context)
    {
        long version = 0;
        int arguments = 1;
        if (context.Count >= 3 && context.Is(1, "VERSION"u8))
        {
            if (!context.TryReadInteger(2, out version))
                return;
            arguments = 3;
        }

        var text = new StringBuilder();
        if (version is 5 or 6)
        {
            long width = DefaultWidth;
            long height = DefaultHeight;
            if ((context.Count > arguments && !context.TryReadInteger(arguments, out width))
                || (context.Count > arguments + 1 && !context.TryReadInteger(arguments + 1, out height)))
            {
                return;
            }

            Draw(text, Side(width), Side(height), context.Engine.Keyspace.Random);
            text.Append("\nHills at night, generated anew each time. ");
        }

        text.Append("Redis ver. ").Append(context.Engine.Control.RedisVersion).Append('\n');
        context.Reply.Verbatim(text.ToString(), "txt"u8);
    }

    private static int Side(long asked) => (int)Math.Clamp(asked, 1, LargestSide);

    /// <summary>Two ranges of hills: each a sum of waves of random length, the nearer one darker.</summary>
    private static void Draw(StringBuilder text, int width, int height, Random random)
    {
        double[] far = Ridge(width, height * 0.35, height, random);
        double[] near = Ridge(width, height * 0.65, height, random);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                int sky = random.Next(StarsApart) == 0 ? 1 : 0;
                int shade = y >= near[x] ? 4 : y >= far[x] + height / 4.0 ? 3 : y >= far[x] ? 2 : sky;
                text.Append(Shades[shade]);
            }

            text.Append('\n');
        }
    }

    private static double[] Ridge(int width, double level, int height, Random random)
    {
        const int Waves = 4;
        var ridge = new double[width];
        Array.Fill(ridge, level);
        for (int wave = 1; wave <= Waves; wave++)
        {
            double phase = random.NextDouble() * Math.Tau;
            double length = width / (wave * (1 + random.NextDouble()));
            for (int x = 0; x < width; x++)
                ridge[x] += Math.Sin(phase + x * Math.Tau / length) * height / (8.0 * wave);
        }

        return ridge;
    }
}
