using System.Reflection;
using EShop.Core.Books;
using EShop.Core.Coupons;
using EShop.Core.Jobs;
using EShop.Core.Orders;
using EShop.Core.Payments;
using EShop.Tests.House;
using EShop.Tests.Support;
using Quartz;

namespace EShop.Tests.Admin;

/// <summary>Names that pages find their words by at run time, where no compiler sees a missing one: staff would read
/// the name.</summary>
public sealed class TermWordsTests
{
    [Theory]
    [InlineData("EShop.Web/Admin/AdminWords.resx")]
    [InlineData("EShop.Web/Admin/AdminWords.zh.resx")]
    public void Each_equation_of_the_books_says_what_it_means(string words) => Rule.Holds(
        "Every equation has a sentence, Book_name.",
        from line in Invariant.All
        where !Has(words, $"Book_{line.Name.Replace('-', '_')}")
        select $"{words}: {line.Name}");

    [Theory]
    [InlineData("EShop.Web/Admin/MetricsWords.resx", "Tag_")]
    [InlineData("EShop.Web/Admin/MetricsWords.zh.resx", "Tag_")]
    [InlineData("EShop.Web/Admin/JobWords.resx", "Job_")]
    [InlineData("EShop.Web/Admin/JobWords.zh.resx", "Job_")]
    public void Each_job_has_a_name_to_be_read(string words, string prefix)
    {
        Assert.NotEmpty(Jobs);
        Rule.Holds(
            $"Every job has words, {prefix}name.",
            from job in Jobs
            where !Has(words, prefix + job)
            select $"{words}: {job}");
    }

    [Theory]
    [InlineData("EShop.Web/Admin/MetricsWords.resx")]
    [InlineData("EShop.Web/Admin/MetricsWords.zh.resx")]
    public void Each_outcome_that_is_counted_has_words(string words) => Rule.Holds(
        "Every outcome of a claim, a checkout and a payment callback has words, Tag_Outcome.",
        from outcome in Enum.GetNames<ClaimCouponStatus>()
            .Union(Enum.GetNames<CheckOutStatus>()).Union(Enum.GetNames<ReceivePaymentStatus>())
        where !Has(words, $"Tag_{outcome}")
        select $"{words}: {outcome}");

    private static IReadOnlyList<string> Jobs { get; } =
    [
        .. typeof(ShopJob).Assembly.GetTypes()
            .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static))
            .Where(field => field.FieldType == typeof(JobKey))
            .Select(field => ((JobKey)field.GetValue(null)!).Name),
    ];

    private static bool Has(string words, string key) =>
        Repository.Text(words).Contains($"\"{key}\"", StringComparison.Ordinal);
}
