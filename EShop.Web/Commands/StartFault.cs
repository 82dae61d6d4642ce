using System.Data.Common;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using EShop.Core.Storage;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace EShop.Web.Commands;

/// <summary>The process edge: what went wrong outside the program, in plain lines. What is not known here is a bug of
/// ours and ends with its stack trace.</summary>
internal sealed partial record StartFault(int ExitCode, IReadOnlyList<string> Lines)
{
    public static StartFault? Of(Exception error) => error switch
    {
        StartFaultException fault => fault.Fault,
        OperationCanceledException => new StartFault(Commands.ExitCode.Stopped, ["Stopped before it was done."]),
        OptionsValidationException options => new StartFault(Commands.ExitCode.WrongUse, SettingLines([options])),
        AggregateException all when all.InnerExceptions.All(e => e is OptionsValidationException) =>
            new StartFault(
                Commands.ExitCode.WrongUse, SettingLines(all.InnerExceptions.Cast<OptionsValidationException>())),
        InvalidOperationException wrong when Unconvertible().Match(wrong.Message) is { Success: true } match =>
            new StartFault(Commands.ExitCode.WrongUse, [SettingLine(match)]),
        IOException { InnerException: AddressInUseException } taken =>
            new StartFault(Commands.ExitCode.Unavailable, [$"{FirstLine(taken)} Choose another one with --urls."]),
        IOException { InnerException: SocketException } or SocketException or FormatException =>
            new StartFault(Commands.ExitCode.Unavailable, [$"The shop cannot listen: {FirstLine(error)}"]),
        StoreBusyException => new StartFault(
            Commands.ExitCode.Unavailable, ["The database is busy; nothing was changed. Try again."]),
        DbException or { InnerException: DbException } => new StartFault(
            Commands.ExitCode.Unavailable, [$"The database cannot be used: {FirstLine(error)}"]),
        _ => null,
    };

    /// <summary>The first part of <c>--urls</c> that is no address; null: all are.</summary>
    public static string? FirstBadUrl(string? urls) =>
        urls?.Split(';').FirstOrDefault(url => !Address().IsMatch(url.Trim()));

    private static List<string> SettingLines(IEnumerable<OptionsValidationException> errors) =>
        [.. errors.SelectMany(error => error.Failures).Select(PlainSetting)];

    // "DataAnnotation validation failed for 'ShopOptions' members: 'Currency' with the error: 'three capital …'."
    private static string PlainSetting(string failure) => Annotation().Match(failure) is { Success: true } match
        ? $"Setting {match.Groups["section"]}:{match.Groups["name"]}: {match.Groups["error"]}"
        : $"Setting {failure}";

    private static string SettingLine(Match match) =>
        $"Setting {match.Groups["name"]}: '{match.Groups["value"]}' is not a {match.Groups["type"]}; expected: "
        + match.Groups["type"].Value switch
        {
            "TimeSpan" => "hours:minutes:seconds, as in 00:15:00",
            "Boolean" => "true or false",
            "Int32" or "Int64" => "a whole number",
            _ => "another value",
        };

    private static string FirstLine(Exception error) => error.Message.Split('\n')[0].Trim();

    [GeneratedRegex(@"failed for '(?<section>\w+)Options' members: '(?<name>\w+)' with the error: '(?<error>.*)'\.$")]
    private static partial Regex Annotation();

    [GeneratedRegex(@"configuration value '(?<value>[^']*)' at '(?<name>[^']+)' to type '(?:\w+\.)*(?<type>\w+)'")]
    private static partial Regex Unconvertible();

    [GeneratedRegex(@"^https?://([\w.\-*+]+|\[[0-9a-fA-F:.]+\])(:\d{1,5})?/?$")]
    private static partial Regex Address();
}

/// <summary>Carries a fault that was found by looking, to where all are told.</summary>
internal sealed class StartFaultException(StartFault fault) : Exception(string.Join('\n', fault.Lines))
{
    public StartFault Fault => fault;
}
