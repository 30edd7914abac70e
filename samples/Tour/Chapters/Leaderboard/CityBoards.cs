using System.Globalization;
using Patterns.Leaderboards;
using Tour.Cities;
using Tour.Workloads;

namespace Tour.Chapters.Leaderboard;

/// <summary>The boards of the chapter, what the crowd does with them, and what SQL says to each answer.</summary>
internal sealed class CityBoards
{
    /// <summary>How strongly readers prefer large cities.</summary>
    public const double PopularityExponent = 0.99;

    private const string Cities = "cities";
    private const string Countries = "countries";
    private const int TopSize = 10;
    private const int PageSize = 100;
    private const int Neighbours = 5;

    private readonly ILeaderboards _boards;
    private readonly ChapterContext _context;
    private readonly Dictionary<RankKind, LeaderboardEntry[]> _rankings;
    private readonly LeaderboardEntry[] _countryRanking;

    public CityBoards(ILeaderboards boards, ChapterContext context)
    {
        _boards = boards;
        _context = context;
        IReadOnlyList<CityRank> cities = context.Store.RankByPopulation();
        _rankings = Enum.GetValues<RankKind>().ToDictionary(
            kind => kind,
            kind => cities
                .Select(city => new LeaderboardEntry(RankOf(city, kind), Member(city.Id), city.Population))
                .ToArray());
        _countryRanking = [.. context.Store.RankCountries()
            .Select((country, index) => new LeaderboardEntry(index + 1, country.Country, country.Population))];
    }

    public int CityCount => _context.Cities.Count;

    public int PageCount => (CityCount + PageSize - 1) / PageSize;

    /// <summary>Calls every script once, on a board that is not looked at, so that the server knows them all.</summary>
    public async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        const string Board = "warm-up";
        await _boards.SubmitAsync(Board, "nobody", 1, cancellationToken: cancellationToken);
        await _boards.TopAsync(Board, 1, null, cancellationToken);
        await _boards.RankAsync(Board, "nobody", null, cancellationToken);
        await _boards.AroundAsync(Board, "nobody", 1, null, cancellationToken);
        await _boards.PercentileAsync(Board, "nobody", null, cancellationToken);
    }

    /// <summary>Every city twice: with its population, and with an outdated figure that is a tenth less.</summary>
    public Task<BoardPhase> SubmitAsync(ReadPlan plan, CancellationToken cancellationToken) => RunAsync(
        "Submit",
        plan,
        async (item, token) =>
        {
            City city = _context.Cities[item % CityCount];
            bool isOutdated = item >= CityCount || IsLost(item);
            long score = isOutdated ? city.Population - (city.Population / 10) : city.Population;
            await _boards.SubmitAsync(Cities, Member(city.Id), score, cancellationToken: token);
            return true;
        },
        cancellationToken);

    /// <summary>Every city counts once for its country.</summary>
    public Task<BoardPhase> AddUpAsync(ReadPlan plan, CancellationToken cancellationToken) => RunAsync(
        "Add up",
        plan,
        async (item, token) =>
        {
            City city = _context.Cities[item];
            LeaderboardSubmission submission = await _boards.SubmitAsync(
                Countries, city.Country, city.Population, SubmitMode.Increment, cancellationToken: token);
            return submission.Standings[0].Score >= city.Population;
        },
        cancellationToken);

    public Task<BoardPhase> ReadTopAsync(ReadPlan plan, CancellationToken cancellationToken) => RunAsync(
        "Top",
        plan,
        async (_, token) => Ranking(RankKind.Ordinal).Take(TopSize)
            .SequenceEqual(await _boards.TopAsync(Cities, TopSize, null, token)),
        cancellationToken);

    /// <summary>All pages, from the first city to the last.</summary>
    public Task<BoardPhase> ReadPagesAsync(
        RankKind kind, ReadPlan plan, CancellationToken cancellationToken) => RunAsync(
        $"Pages ({kind})",
        plan,
        async (item, token) => Ranking(kind).Skip(item * PageSize).Take(PageSize)
            .SequenceEqual(await _boards.PageAsync(Cities, item + 1, PageSize, ViewOf(kind), token)),
        cancellationToken);

    /// <summary>Ranks of each kind in turn.</summary>
    public Task<BoardPhase> ReadRanksAsync(ReadPlan plan, CancellationToken cancellationToken) => RunAsync(
        "Ranks",
        plan,
        async (item, token) =>
        {
            LeaderboardEntry expected = Ranking(KindOf(item))[item];
            return await _boards.RankAsync(Cities, expected.Member, ViewOf(KindOf(item)), token) == expected;
        },
        cancellationToken);

    /// <summary>Neighbours with ranks of each kind in turn.</summary>
    public Task<BoardPhase> ReadNeighboursAsync(ReadPlan plan, CancellationToken cancellationToken) => RunAsync(
        "Neighbours",
        plan,
        async (item, token) =>
        {
            LeaderboardEntry[] ranking = Ranking(KindOf(item));
            LeaderboardPage around = await _boards.AroundAsync(
                Cities, ranking[item].Member, Neighbours, ViewOf(KindOf(item)), token);
            return ranking[Math.Max(0, item - Neighbours)..Math.Min(CityCount, item + Neighbours + 1)]
                .SequenceEqual(around);
        },
        cancellationToken);

    /// <summary>How many cities are not larger than one: all but those before its competition rank.</summary>
    public Task<BoardPhase> ReadPercentilesAsync(ReadPlan plan, CancellationToken cancellationToken) => RunAsync(
        "Percentiles",
        plan,
        async (item, token) =>
        {
            LeaderboardEntry city = Ranking(RankKind.Competition)[item];
            double expected = 100.0 * (CityCount - (city.Rank - 1)) / CityCount;
            return await _boards.PercentileAsync(Cities, city.Member, null, token) == expected;
        },
        cancellationToken);

    public Task<BoardPhase> ReadCountriesAsync(ReadPlan plan, CancellationToken cancellationToken) => RunAsync(
        "Countries",
        plan,
        async (_, token) => _countryRanking.SequenceEqual(
            await _boards.TopAsync(Countries, LeaderboardsOptions.MaxCount, null, token)),
        cancellationToken);

    public ValueTask<long> CountAsync(CancellationToken cancellationToken)
        => _boards.CountAsync(Cities, null, cancellationToken);

    private async Task<BoardPhase> RunAsync(
        string name,
        ReadPlan plan,
        Func<int, CancellationToken, Task<bool>> isRight,
        CancellationToken cancellationToken)
    {
        int wrong = 0;
        Pass pass = await Pass.RunAsync(
            _context,
            name,
            plan,
            async (item, token) =>
            {
                if (_context.Options.Fault == PlantedFault.ExtraCommand)
                {
                    await _boards.TopAsync(Cities, 1, null, token);
                }

                if (!await isRight(item, token))
                {
                    Interlocked.Increment(ref wrong);
                }
            },
            cancellationToken);
        return new BoardPhase(name, plan.Reads, wrong, pass);
    }

    private LeaderboardEntry[] Ranking(RankKind kind) => _rankings[kind];

    private bool IsLost(int item) => _context.Options.Fault == PlantedFault.LostScore && item == 0;

    private static RankKind KindOf(int item) => (RankKind)(item % 4);

    private static LeaderboardView ViewOf(RankKind kind) => new() { RankKind = kind };

    private static long RankOf(CityRank city, RankKind kind) => kind switch
    {
        RankKind.Ordinal => city.Ordinal,
        RankKind.Competition => city.Competition,
        RankKind.Modified => city.Modified,
        _ => city.Dense,
    };

    private static string Member(long id) => id.ToString(CultureInfo.InvariantCulture);
}
