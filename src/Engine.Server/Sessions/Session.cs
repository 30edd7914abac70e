using Engine.Server.Access;
using Engine.Server.Protocol;
using Engine.Server.Sessions.Tracking;

namespace Engine.Server.Sessions;

/// <summary>
/// One client's state: what it selected, subscribed to, queued and named itself, and the replies that wait for it.
/// </summary>
internal sealed class Session
{
    /// <summary>The objects of a session and its connection beside its buffers, in bytes, roughly.</summary>
    public const int ObjectBytes = 1500;

    private List<long>? _heldFrom;

    public Session(long id, IClientLink link, ChunkPool chunks, long createdAt)
    {
        Id = id;
        Link = link;
        CreatedAt = createdAt;
        LastInteraction = createdAt;
        Output = new ReplyBuffer(chunks);
        Reply = new ReplyWriter(Output);
        Transaction = new Transaction(chunks);
    }

    public long Id { get; }

    public IClientLink Link { get; }

    public RequestParser Parser { get; } = new();

    public ReplyBuffer Output { get; }

    public ReplyWriter Reply { get; }

    /// <summary>The index of the selected database.</summary>
    public int Database { get; set; }

    public string Name { get; set; } = "";

    /// <summary>Who the client is; what the engine itself runs is limited by nothing.</summary>
    public User User { get; private set; } = User.Engine;

    /// <summary>
    /// The client has said who it is, or needed not to. It may also have been let in later, by a change of the default
    /// user.
    /// </summary>
    public bool IsAuthenticated
    {
        get;
        private set
        {
            field = value;
            Parser.IsAuthenticated = value;
        }
    }

    /// <summary>Unix milliseconds.</summary>
    public long CreatedAt { get; }

    /// <summary>Unix milliseconds of the last request, or of the last bytes that the client took.</summary>
    public long LastInteraction { get; set; }

    /// <summary>The name of the last command, as CLIENT LIST shows it; empty before the first.</summary>
    public string LastCommand { get; set; } = "";

    /// <summary>The open transaction and the watched keys.</summary>
    public Transaction Transaction { get; }

    public Subscriptions Subscriptions { get; } = new();

    /// <summary>CLIENT TRACKING: what the client is told of keys that change; null while it wants nothing.</summary>
    public ClientTracking? Tracking { get; set; }

    public ReplyMode ReplyMode
    {
        get;
        set
        {
            field = value;
            Output.IsMuted = WantsNoReply;
        }
    }

    /// <summary>Its commands are those that scripts call.</summary>
    public bool IsOfScripts { get; init; }

    /// <summary>
    /// Its commands are effects that were journalled, so what they do has been decided and is not limited again.
    /// </summary>
    public bool RepeatsEffects { get; set; }

    public WaitReason Waiting { get; private set; }

    public bool IsWaiting => Waiting != WaitReason.None;

    /// <summary>MONITOR: the client is shown all commands.</summary>
    public bool IsMonitor { get; set; }

    /// <summary>CLIENT NO-EVICT: others are closed when clients hold too much.</summary>
    public bool IsExemptFromEviction { get; set; }

    /// <summary>It is being closed because clients held too much.</summary>
    public bool IsEvicted { get; set; }

    /// <summary>Bytes that the client makes the engine hold: its buffers, its queue, itself.</summary>
    public long MemoryBytes =>
        ObjectBytes + Link.InputCapacity + Transaction.QueuedBytes + Output.HeldBytes;

    /// <summary>The connection closes once the replies written so far are sent; no more are taken.</summary>
    public bool ClosesAfterReplies { get; private set; }

    /// <summary>Bytes of the output that the connection has taken.</summary>
    public long SentBytes { get; set; }

    /// <summary>A gate of the test host holds what is to be sent, from some byte on.</summary>
    public bool IsOutputHeld => _heldFrom is { Count: > 0 };

    /// <summary>The bytes to send next; empty when nothing waits, or what waits is held.</summary>
    public ReadOnlySpan<byte> Sendable
    {
        get
        {
            ReadOnlySpan<byte> head = Output.Head;
            return IsOutputHeld ? head[..(int)Math.Min(_heldFrom!.Min() - SentBytes, head.Length)] : head;
        }
    }

    /// <summary>When the output passed its soft limit, Unix milliseconds; 0 while it is below.</summary>
    public long SoftLimitReachedAt { get; set; }

    public ClientType Type => IsSubscriber ? ClientType.PubSub : ClientType.Normal;

    public bool IsSubscriber => Subscriptions.Count > 0;

    private bool WantsNoReply => ReplyMode is ReplyMode.Off or ReplyMode.Skipping;

    /// <summary>Becomes the client of a user.</summary>
    public void LogIn(User user)
    {
        User = user;
        IsAuthenticated = true;
    }

    /// <summary>Becomes a client who has not said who it is.</summary>
    /// <param name="users">The default user may need no password.</param>
    public void LogOut(UserRegistry users)
    {
        User = users.Default;
        IsAuthenticated = !users.RequiresLogin;
    }

    /// <summary>Runs what somebody else's client asks for.</summary>
    public void ActFor(Session client) => User = client.User;

    public void CloseAfterReplies()
    {
        ClosesAfterReplies = true;
        Output.End();
    }

    /// <summary>A command has ended: the reply to skip has been skipped, or it is the next one.</summary>
    public void EndSkip() => ReplyMode = ReplyMode switch
    {
        ReplyMode.Skipping => ReplyMode.On,
        ReplyMode.SkipNext => ReplyMode.Skipping,
        ReplyMode mode => mode,
    };

    /// <summary>
    /// Starts a message that answers no request. A client gets it even when it wants no replies. <see cref="EndPush"/>
    /// ends it.
    /// </summary>
    public ReplyWriter BeginPush(int elements)
    {
        Output.IsMuted = false;
        Reply.Push(elements);
        return Reply;
    }

    public void EndPush()
    {
        Output.IsMuted = WantsNoReply;
        Link.ScheduleFlush();
    }

    /// <summary>
    /// Holds the output behind its first <paramref name="length"/> bytes, also what is still to be written. Returns
    /// what <see cref="ReleaseOutput"/> wants.
    /// </summary>
    public long HoldOutput(long length)
    {
        long position = SentBytes + length;
        (_heldFrom ??= []).Add(position);
        return position;
    }

    /// <summary>Ends one hold; the others go on.</summary>
    public void ReleaseOutput(long position)
    {
        _heldFrom!.Remove(position);
        Link.ScheduleFlush();
    }

    public void Wait(WaitReason reason) => Waiting = reason;

    public void Resume()
    {
        Waiting = WaitReason.None;
        Link.Resume();
    }

    /// <summary>
    /// RESET: as if the client had just connected. What other rooms hold for it has been released before.
    /// </summary>
    public void Reset(UserRegistry users)
    {
        Database = 0;
        Name = "";
        LogOut(users);
        Reply.Version = 2;
        // A reply that is being skipped stays skipped: that of RESET itself.
        if (ReplyMode != ReplyMode.Skipping)
            ReplyMode = ReplyMode.On;
    }
}
