using System.Diagnostics;
using System.Globalization;
using System.Text;
using Engine.Lua;
using Engine.Lua.Libraries;
using Engine.Lua.Values;

// CPU time per run of each workload, the least of some runs after warming up, beside that of PUC Lua 5.1 where it is
// installed. Ratios above 1 mean that this machine is the faster one.
const int warmUp = 10;
const int runs = 10;
foreach (string path in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Workloads"), "*.lua").Order())
{
    double ours = Measure(File.ReadAllBytes(path));
    double? puc = MeasurePuc(path);
    string ratio = puc is { } reference
        ? string.Create(
            CultureInfo.InvariantCulture, $"PUC Lua 5.1 {reference * 1000,8:F1} ms   ratio {reference / ours:F2}")
        : "lua5.1 is not installed";
    string name = Path.GetFileNameWithoutExtension(path);
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{name,-10} Engine.Lua {ours * 1000,8:F1} ms   {ratio}"));
}

static double Measure(byte[] source)
{
    var state = new LuaState();
    BaseLibrary.Open(state);
    TableLibrary.Open(state);
    LuaFunction chunk = state.Load(source, "=workload");
    double least = double.MaxValue;
    for (int i = 0; i < warmUp + runs; i++)
    {
        TimeSpan before = ProcessorTime();
        state.Call(chunk);
        double seconds = (ProcessorTime() - before).TotalSeconds;
        least = i < warmUp ? least : Math.Min(least, seconds);
    }

    return least;
}

static TimeSpan ProcessorTime() => Environment.CpuUsage.TotalTime;

static double? MeasurePuc(string path)
{
    string driver =
        $"""
        local chunk, least = assert(loadfile([[{path}]])), 1e9
        for i = 1, {runs} do local c = os.clock() chunk() least = math.min(least, os.clock() - c) end
        print(string.format('%.6f', least))
        """;
    try
    {
        var start = new ProcessStartInfo("lua5.1", ["-e", driver])
        {
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.ASCII,
        };
        using Process process = Process.Start(start)!;
        return double.Parse(process.StandardOutput.ReadToEnd(), CultureInfo.InvariantCulture);
    }
    catch (System.ComponentModel.Win32Exception)
    {
        return null;
    }
}
