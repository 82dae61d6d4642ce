namespace EShop.Web.Widgets;

public enum ButtonLook
{
    /// <summary>The one main action of a page.</summary>
    Primary = 1,

    /// <summary>Everything else.</summary>
    Quiet = 2,

    /// <summary>What cannot be undone.</summary>
    Danger = 3,
}
