namespace EShop.Web.Commands;

/// <summary>What the program answers to the shell.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>The verb did its work and found something wrong, or could not do it.</summary>
    public const int Failed = 1;

    /// <summary>A verb, an option, a setting or a file's content is not what is expected.</summary>
    public const int WrongUse = 2;

    /// <summary>The data folder is in use by another shop, or cannot be written.</summary>
    public const int DataFolder = 3;

    /// <summary>The database cannot be reached, or the address is taken.</summary>
    public const int Unavailable = 4;

    /// <summary>Ctrl+C or SIGTERM ended a verb before it was done; what a shell says of a program that was interrupted.
    /// </summary>
    public const int Stopped = 130;
}
