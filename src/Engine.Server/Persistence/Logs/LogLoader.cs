using System.Text;
using Engine.Server.Dispatch;
using Engine.Server.Protocol;
using Engine.Server.Sessions;

namespace Engine.Server.Persistence.Logs;

/// <summary>
/// Repeats the commands of one file of the log, each transaction as a whole. What is not the protocol, or names no
/// command, is refused with the file's name and the offset.
/// </summary>
internal sealed class LogLoader(FileWindow window, string path, Dispatcher dispatcher, Session session)
{
    private const long LongestArgument = 1000L * 1024 * 1024;

    private readonly RequestParser _parser = new() { MaxBulkLength = LongestArgument };
    private readonly List<StoredRequest> _transaction = [];
    private long _transactionOffset = -1;

    /// <summary>Loads to the end.</summary>
    /// <returns>
    /// The offset behind the last whole command: the length of the file, unless its end is missing.
    /// </returns>
    /// <exception cref="InvalidDataException">Something but the end is damaged.</exception>
    public long Load(LoadProgress progress)
    {
        session.Database = 0;
        while (true)
        {
            if (window.Unread.IsEmpty && !window.TryExtend(1))
                break;
            if (window.Unread[0] == (byte)'#')
            {
                if (!TrySkipLine())
                    break;
                continue;
            }

            if (window.Unread[0] != (byte)'*')
                throw Damage("a command should begin, with *");
            if (!TryRepeatNext(out int length))
                break;
            progress.Advance(length);
        }

        return _transactionOffset >= 0 ? _transactionOffset : window.Offset;
    }

    /// <summary>Repeats one command. Returns false when its end is missing.</summary>
    private bool TryRepeatNext(out int length)
    {
        while (true)
        {
            ParseStatus status = _parser.Parse(window.Unread, out length);
            switch (status)
            {
                case ParseStatus.Complete:
                    Repeat(_parser.View(window.Unread));
                    window.Advance(length);
                    return true;
                case ParseStatus.Incomplete:
                    if (!window.TryExtend(1))
                        return false;
                    break;
                case ParseStatus.Failed:
                    throw Damage(_parser.Error);
                default:
                    throw Damage("a command has no name");
            }
        }
    }

    private void Repeat(in Request request)
    {
        if (Ascii.EqualsIgnoreCase(request[0], "MULTI"u8))
        {
            if (_transactionOffset >= 0)
                throw Damage("a transaction begins within another one");
            _transactionOffset = window.Offset;
        }
        else if (Ascii.EqualsIgnoreCase(request[0], "EXEC"u8))
        {
            foreach (StoredRequest stored in _transaction)
                Run(stored.View);
            _transaction.Clear();
            _transactionOffset = -1;
        }
        else if (_transactionOffset >= 0)
        {
            _transaction.Add(new StoredRequest(request));
        }
        else
        {
            Run(request);
        }
    }

    private void Run(in Request request)
    {
        switch (dispatcher.Repeat(session, request))
        {
            case RepeatOutcome.Unknown:
                string name = Encoding.UTF8.GetString(request[0]);
                throw Damage($"the command '{name}' is unknown or takes other arguments");
            case RepeatOutcome.OutOfMemory:
                throw Damage("the data do not fit the memory of the engine");
        }
    }

    private bool TrySkipLine()
    {
        int length;
        while ((length = window.Unread.IndexOf((byte)'\n') + 1) == 0)
        {
            if (!window.TryExtend(1))
                return false;
        }

        window.Advance(length);
        return true;
    }

    private InvalidDataException Damage(string reason) => DamagedFile.At(path, window.Offset, reason);
}
