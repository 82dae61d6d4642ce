using EShop.Core.Accounts;
using EShop.Web.Accounts;
using Microsoft.Extensions.Localization;

namespace EShop.Web.Orders;

/// <param name="Problems">By field; empty: <paramref name="Id"/> is the one to send to.</param>
internal sealed record ChosenAddress(
    long Id, IReadOnlyList<AddressRow> All, IReadOnlyList<(string Field, string Text)> Problems);

/// <summary>Where a checkout is sent to: one of the account's addresses, or one that is typed right there.</summary>
internal sealed class CheckoutAddresses(
    ListAddresses list, SaveAddress save, IStringLocalizer<OrdersWords> words, IStringLocalizer<AccountsWords> names)
{
    public Task<IReadOnlyList<AddressRow>> ListAsync(long accountId, CancellationToken ct) =>
        list.ExecuteAsync(accountId, ct);

    public async Task<ChosenAddress> ChooseAsync(long accountId, CheckoutForm form, CancellationToken ct)
    {
        var all = await ListAsync(accountId, ct);
        if (form.AddressId != CheckoutForm.NewAddress)
            return new ChosenAddress(form.Address ?? 0, all, []);

        // A second press of the button finds the address that the first one saved.
        var fields = form.Fields.Clean();
        if (all.FirstOrDefault(row => FieldsOf(row) == fields) is { } known)
            return Chosen(known.Id, all, form);
        var saved = await save.ExecuteAsync(new SaveAddressRequest(accountId, null, fields, false), ct);
        return saved.Status switch
        {
            SaveAddressStatus.Saved => Chosen(saved.AddressId, await ListAsync(accountId, ct), form),
            SaveAddressStatus.InvalidFields => new ChosenAddress(0, all,
                [.. saved.Problems.Select(field => ($"Form.{field}", names[$"Address{field}Invalid"].Value))]),
            SaveAddressStatus.TooMany => new ChosenAddress(0, all,
                [("", words["AddressesFull", SaveAddress.AddressesMax])]),
            SaveAddressStatus.NotFound => throw new InvalidOperationException("A new address was looked for."),
            _ => throw new InvalidOperationException($"Unknown status: {saved.Status}."),
        };
    }

    private static ChosenAddress Chosen(long id, IReadOnlyList<AddressRow> all, CheckoutForm form)
    {
        form.AddressId = CheckoutForm.Write(id);
        form.ForgetFields();
        return new ChosenAddress(id, all, []);
    }

    private static AddressFields FieldsOf(AddressRow row) =>
        new(row.Recipient, row.Phone, row.Region, row.Line, row.PostalCode);
}
