namespace EShop.Web.Widgets;

/// <summary>Which page numbers are offered: the first, the last, and the neighbours; a gap is null.</summary>
internal static class PagerNumbers
{
    public static IReadOnlyList<int?> Around(int page, int pageCount)
    {
        var shown = Enumerable.Range(page - 1, 3).Append(1).Append(pageCount)
            .Where(number => number >= 1 && number <= pageCount).Distinct().Order();
        var numbers = new List<int?>();
        var last = 0;
        foreach (var number in shown)
        {
            // A gap of one page is that page itself.
            if (number - last == 2)
                numbers.Add(last + 1);
            else if (number - last > 2)
                numbers.Add(null);
            numbers.Add(number);
            last = number;
        }

        return numbers;
    }
}
