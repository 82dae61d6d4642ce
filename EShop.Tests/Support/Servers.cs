namespace EShop.Tests.Support;

/// <summary>What <c>test.sh</c> started and found for the tests. Under plain <c>dotnet test</c> it is missing, and what
/// needs it is shown as skipped; under <c>test.sh</c> nothing may be skipped.</summary>
internal static class Servers
{
    private static readonly bool IsSkipAllowed = Environment.GetEnvironmentVariable("ESHOP_TEST_ALLOW_SKIP") != "0";

    public static string Postgres => Required("ESHOP_TEST_POSTGRES", "a PostgreSQL connection string");

    public static string Redis => Required("ESHOP_TEST_REDIS", "a Redis connection string");

    public static string Chromium => Required("ESHOP_TEST_CHROMIUM", "the path of Chromium");

    public static string Python => Required("ESHOP_TEST_PYTHON", "a Python that has aiosmtpd");

    /// <summary>Beside which the packages of Objects/s3-server are installed.</summary>
    public static string Node => Required("ESHOP_TEST_NODE", "the path of Node.js");

    /// <summary>The folder of RabbitMQ's own programs, which run as anybody.</summary>
    public static string RabbitMq => Required("ESHOP_TEST_RABBITMQ", "the folder of rabbitmq-server");

    /// <summary>Where screenshots and traces of failed tests go.</summary>
    public static string ResultsFolder =>
        Environment.GetEnvironmentVariable("ESHOP_TEST_RESULTS") ?? Path.Combine(Repository.Root, "TestResults");

    private static string Required(string variable, string what)
    {
        var value = Environment.GetEnvironmentVariable(variable);
        if (!string.IsNullOrEmpty(value)) return value;
        var reason = $"{variable} is not set ({what}); ./test.sh sets it.";
        if (IsSkipAllowed) Assert.Skip(reason);
        throw new InvalidOperationException(reason);
    }
}
