namespace EShop.Core.Primitives;

/// <summary>A page of a list, brought into the pages that there are: nobody reads beyond the thousandth.</summary>
internal readonly record struct ListPage(int Number, int Count, int Skip, int RowCount)
{
    public const int NumberMax = 1_000;

    public static ListPage Of(int wanted, int size, int rowCount)
    {
        var count = Math.Clamp((rowCount + size - 1) / size, 1, NumberMax);
        var number = Math.Clamp(wanted, 1, count);
        return new ListPage(number, count, (number - 1) * size, rowCount);
    }
}
