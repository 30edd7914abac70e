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
    private readonly LeaderboardEntry[] _ranking;
    private readonly LeaderboardEntry[] _countryRanking;

    public CityBoards(ILeaderboards boards, ChapterContext context)
    {
        _boards = boards;
        _context = context;
        _ranking = [.. context.Store.RankByPopulation()
            .Select((city, index) => new LeaderboardEntry(index + 1, Member(city.Id), city.Population))];
        _countryRanking = [.. context.Store.RankCountries()
            .Select((country, index) => new LeaderboardEntry(index + 1, country.Country, country.Population))];
    }

    public int CityCount => _context.Cities.Count;

    public int PageCount => (CityCount + PageSize - 1) / PageSize;

    /// <summary>Every city twice: with its population, and with an outdated figure that is a tenth less.</summary>
    public Task<BoardPhase> SubmitAsync(ReadPlan plan, CancellationToken cancellationToken) => RunAsync(
        "Submit",
        plan,
        commands: 1,
        async (item, token) =>
        {
            City city = _context.Cities[item % CityCount];
            bool isOutdated = item >= CityCount || IsLost(item);
            long score = isOutdated ? city.Population - (city.Population / 10) : city.Population;
            await _boards.SubmitBestAsync(Cities, Member(city.Id), score, token);
            return true;
        },
        cancellationToken);

    /// <summary>Every city counts once for its country.</summary>
    public Task<BoardPhase> AddUpAsync(ReadPlan plan, CancellationToken cancellationToken) => RunAsync(
        "Add up",
        plan,
        commands: 1,
        async (item, token) =>
        {
            City city = _context.Cities[item];
            return await _boards.IncrementAsync(Countries, city.Country, city.Population, token) >= city.Population;
        },
        cancellationToken);

    public Task<BoardPhase> ReadTopAsync(ReadPlan plan, CancellationToken cancellationToken) => RunAsync(
        "Top",
        plan,
        commands: 1,
        async (_, token) => _ranking.Take(TopSize).SequenceEqual(await _boards.GetTopAsync(Cities, TopSize, token)),
        cancellationToken);

    /// <summary>All pages, from the first city to the last.</summary>
    public Task<BoardPhase> ReadPagesAsync(ReadPlan plan, CancellationToken cancellationToken) => RunAsync(
        "Pages",
        plan,
        commands: 1,
        async (item, token) => _ranking.Skip(item * PageSize).Take(PageSize)
            .SequenceEqual(await _boards.GetPageAsync(Cities, item + 1, PageSize, token)),
        cancellationToken);

    public Task<BoardPhase> ReadRanksAsync(ReadPlan plan, CancellationToken cancellationToken) => RunAsync(
        "Ranks",
        plan,
        commands: 1,
        async (item, token) => await _boards.GetRankAsync(Cities, _ranking[item].Member, token) == item + 1,
        cancellationToken);

    public Task<BoardPhase> ReadNeighboursAsync(ReadPlan plan, CancellationToken cancellationToken) => RunAsync(
        "Neighbours",
        plan,
        commands: 2,
        async (item, token) =>
        {
            int first = Math.Max(0, item - Neighbours);
            IReadOnlyList<LeaderboardEntry> around =
                await _boards.GetAroundAsync(Cities, _ranking[item].Member, Neighbours, token);
            return _ranking[first..Math.Min(CityCount, item + Neighbours + 1)].SequenceEqual(around);
        },
        cancellationToken);

    public Task<BoardPhase> ReadCountriesAsync(ReadPlan plan, CancellationToken cancellationToken) => RunAsync(
        "Countries",
        plan,
        commands: 1,
        async (_, token) => _countryRanking.SequenceEqual(
            await _boards.GetTopAsync(Countries, LeaderboardsOptions.MaxCount, token)),
        cancellationToken);

    public ValueTask<long> CountAsync(CancellationToken cancellationToken)
        => _boards.CountAsync(Cities, cancellationToken);

    private async Task<BoardPhase> RunAsync(
        string name,
        ReadPlan plan,
        int commands,
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
                    await _boards.CountAsync(Cities, token);
                }

                if (!await isRight(item, token))
                {
                    Interlocked.Increment(ref wrong);
                }
            },
            cancellationToken);
        return new BoardPhase(name, plan.Reads, wrong, plan.Reads * commands, pass);
    }

    private bool IsLost(int item) => _context.Options.Fault == PlantedFault.LostScore && item == 0;

    private static string Member(long id) => id.ToString(CultureInfo.InvariantCulture);
}
