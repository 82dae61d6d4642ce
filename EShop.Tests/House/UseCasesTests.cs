using System.Reflection;
using EShop.Core.Primitives;

namespace EShop.Tests.House;

/// <summary>The one shape of a door handle (house.md): what a page, an endpoint, a verb or a job may call.</summary>
public sealed class UseCasesTests
{
    private const BindingFlags Own =
        BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly IReadOnlyList<Type> All = [.. typeof(Money).Assembly.GetTypes()
        .Where(type => type.IsClass && type.IsPublic)
        .Where(type => type.GetMethods(Own).Any(method => method.Name == "ExecuteAsync"))];

    [Fact]
    public void A_use_case_is_sealed_and_does_one_thing() => Rule.Holds(
        "A use case is public, sealed, and has one public method: ExecuteAsync(request, ct).",
        from useCase in All
        let methods = useCase.GetMethods(Own).Where(method => !method.IsSpecialName && !method.IsStatic).ToList()
        where !useCase.IsSealed || methods.Count != 1 || !IsDoorHandle(methods[0])
        select $"{useCase.FullName}: {string.Join("; ", methods.Select(method => method.ToString()))}");

    [Fact]
    public void A_status_counts_from_one() => Rule.Holds(
        "A status is an enum without gaps from 1: zero is \"nobody answered\".",
        from type in typeof(Money).Assembly.GetTypes()
        where type.IsEnum && type.Name.EndsWith("Status", StringComparison.Ordinal)
        let numbers = Enum.GetValuesAsUnderlyingType(type).Cast<object>().Select(Convert.ToInt32).Order().ToList()
        where !numbers.SequenceEqual(Enumerable.Range(1, numbers.Count))
        select $"{type.FullName}: {string.Join(", ", numbers)}");

    [Fact]
    public void What_returns_a_task_says_so_and_can_be_cancelled_by_its_caller() => Rule.Holds(
        "A method that returns a task ends in Async; its CancellationToken comes last, named ct, without a default.",
        from type in typeof(Money).Assembly.GetTypes()
        where type.Namespace?.StartsWith("EShop.Core", StringComparison.Ordinal) == true
        where !type.IsSubclassOf(typeof(Delegate))
        from method in type.GetMethods(Own)
        where !method.IsSpecialName && !method.Name.Contains('<', StringComparison.Ordinal)
        where !IsGivenByOthers(type, method)
        let fault = FaultOf(method)
        where fault is not null
        select $"{type.FullName}.{method.Name}: {fault}");

    private static bool IsDoorHandle(MethodInfo method) =>
        method.Name == "ExecuteAsync" && method.GetParameters() is { Length: 1 or 2 } parameters
        && parameters[^1].ParameterType == typeof(CancellationToken);

    private static string? FaultOf(MethodInfo method)
    {
        var isTask = typeof(Task).IsAssignableFrom(method.ReturnType)
            || method.ReturnType.Name.StartsWith("ValueTask", StringComparison.Ordinal);
        if (isTask && !method.Name.EndsWith("Async", StringComparison.Ordinal)) return "does not end in Async";
        var parameters = method.GetParameters();
        var token = Array.FindIndex(parameters, parameter => parameter.ParameterType == typeof(CancellationToken));
        if (token < 0) return null;
        if (token != parameters.Length - 1) return "its token is not last";
        if (parameters[token].HasDefaultValue) return "its token has a default";
        return parameters[token].Name == "ct" ? null : "its token is not named ct";
    }

    // Overrides and implementations of somebody else's interface are named by them.
    private static bool IsGivenByOthers(Type type, MethodInfo method) =>
        method.GetBaseDefinition().DeclaringType != type
        || (!type.IsInterface && type.GetInterfaces()
            .Where(given => given.Assembly != type.Assembly)
            .Any(given => type.GetInterfaceMap(given).TargetMethods.Contains(method)));
}
