using EShop.Core.Carts;
using EShop.Web.Shell;
using Microsoft.Extensions.Localization;

namespace EShop.Web.Carts;

/// <summary>What the cart's form sends, done: one line removed, or the quantities that were changed.</summary>
public sealed class CartForms(
    ShowCart show, ChangeCartLine change, RemoveCartLine remove, FlashNotice flash, IStringLocalizer<CartWords> words)
{
    public sealed class Input
    {
        /// <summary>The SKU whose line goes.</summary>
        public long? Remove { get; set; }

        /// <summary>The SKU of whose line as many are wanted as there are.</summary>
        public long? TakeLeft { get; set; }

        /// <summary>As typed, by SKU.</summary>
        public Dictionary<long, string> Quantities { get; set; } = [];
    }

    public async Task ApplyAsync(CartOwner owner, Input input, CancellationToken ct)
    {
        if (input.Remove is { } sku)
        {
            await remove.ExecuteAsync(new RemoveCartLineRequest(owner, sku), ct);
            flash.Success(words["Removed"]);
            return;
        }
        var cart = await show.ExecuteAsync(new ShowCartRequest(owner), ct);
        foreach (var line in cart.Lines)
        {
            if (line.SkuId == input.TakeLeft)
            {
                var left = (int)Math.Min(line.CanHave, line.Quantity);
                TellLeft(await change.ExecuteAsync(new ChangeCartLineRequest(owner, line.SkuId, left), ct));
                return;
            }

            if (!input.Quantities.TryGetValue(line.SkuId, out var typed)) continue;
            var quantity = FormNumber.Quantity(typed);
            if (quantity == line.Quantity) continue;
            Tell(await change.ExecuteAsync(new ChangeCartLineRequest(owner, line.SkuId, quantity), ct));
        }
    }

    /// <summary>What was pressed for is what is there; only where the line has gone is there more to say.</summary>
    private void TellLeft(ChangeCartLineResult result)
    {
        if (result.Status is not ChangeCartLineStatus.BadQuantity and not ChangeCartLineStatus.NoSuchLine)
            flash.Success(words["TookLeft", result.Quantity]);
        else Tell(result);
    }

    private void Tell(ChangeCartLineResult result)
    {
        switch (result.Status)
        {
            case ChangeCartLineStatus.BadQuantity: flash.Error(words["BadQuantity"]); break;
            case ChangeCartLineStatus.NoSuchLine: flash.Warn(words["NoSuchLine"]); break;
            case ChangeCartLineStatus.AllThereIs: flash.Warn(words["AllThereIs", result.Quantity]); break;
            case ChangeCartLineStatus.PersonLimit: flash.Warn(words["PersonLimit", result.Quantity]); break;
            case ChangeCartLineStatus.Changed: break;
            default: throw new InvalidOperationException($"Unknown status: {result.Status}.");
        }
    }
}
