using System.Globalization;
using System.Text;

namespace EShop.Web.Admin;

/// <summary>The figures of a line as the path of a curve; steps without a figure are gaps.</summary>
internal static class MetricCurve
{
    public const int Width = 360, Height = 96;

    public static double TopOf(IEnumerable<IReadOnlyList<double>> lines) =>
        lines.SelectMany(values => values).Where(double.IsFinite).DefaultIfEmpty(0).Max();

    /// <param name="top">What reaches the upper edge; 0: everything lies on the ground.</param>
    public static string PathOf(IReadOnlyList<double> values, double top)
    {
        var path = new StringBuilder();
        var step = values.Count < 2 ? 0 : (double)Width / (values.Count - 1);
        var isDrawing = false;
        for (var i = 0; i < values.Count; i++)
        {
            if (!double.IsFinite(values[i]))
            {
                isDrawing = false;
                continue;
            }

            var (move, height) = (isDrawing ? 'L' : 'M', top <= 0 ? 0 : values[i] / top * (Height - 2));
            path.Append(CultureInfo.InvariantCulture, $"{move}{i * step:0.#} {Height - 1 - height:0.#}");
            // A figure between two gaps is a dot.
            if (!isDrawing) path.Append("h.1");
            isDrawing = true;
        }

        return path.ToString();
    }

    /// <summary>The newest figure that was told; NaN: none was.</summary>
    public static double LastOf(IReadOnlyList<double> values) => values.LastOrDefault(double.IsFinite, double.NaN);
}
