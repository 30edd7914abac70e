using System.Globalization;
using System.Text;

namespace Engine.Server.Commands.Server;

/// <summary>MEMORY DOCTOR: what the figures say about problems, in sentences.</summary>
internal static class MemoryDoctor
{
    private const long TooLittleToTell = 5 * 1024 * 1024;
    private const double HighRatio = 1.5;
    private const long HighBytesPerClient = 200 * 1024;

    public static string Report(in MemoryFigures figures, int clients)
    {
        if (figures.Used < TooLittleToTell)
        {
            return Text($"The engine holds {figures.Used} bytes, which is too little to tell anything ")
                + "about its use of memory.\n";
        }

        var report = new StringBuilder();
        if (figures.Peak > figures.Used * HighRatio)
        {
            report.Append(Text($"Peak: {figures.Peak} bytes were in use once, {figures.Used} are now. "))
                .Append("Pages that still hold a few keys of that time stay with the process.\n");
        }

        if (figures.Reserved > figures.Dataset * HighRatio)
        {
            report.Append(Text($"Fragmentation: pages of {figures.Reserved} bytes hold {figures.Dataset} bytes "))
                .Append("of keys and values. They fill up again as keys are added.\n");
        }

        if (clients > 0 && figures.Clients / clients > HighBytesPerClient)
        {
            report.Append(Text($"Clients: {clients} clients hold {figures.Clients} bytes of requests and replies. "))
                .Append("Some do not read what they asked for; CLIENT LIST shows which, ")
                .Append("client-output-buffer-limit closes them.\n");
        }

        return report.Length > 0 ? report.ToString() : "Nothing is wrong with the use of memory.\n";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
