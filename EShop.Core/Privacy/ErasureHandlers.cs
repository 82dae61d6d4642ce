using EShop.Core.Accounts;
using EShop.Core.Mail;
using EShop.Core.Messaging;
using EShop.Core.Objects;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Privacy;

/// <summary>Removes the picture of an erased account; with the object store away the message comes again.</summary>
internal sealed class RemoveErasedPicture(IObjectStore objects) : IMessageHandler<AccountErased>
{
    public async Task HandleAsync(AccountErased message, CancellationToken ct)
    {
        if (message.AvatarKey is not { } key)
            return;
        await objects.DeleteAsync(Avatars.KeyOf(key, Pictures.LargeSide), ct);
        await objects.DeleteAsync(Avatars.KeyOf(key, Pictures.SmallSide), ct);
    }
}

internal sealed class ForgetFarewellHandler(ShopStore store) : IMessageHandler<ForgetFarewell>
{
    public Task HandleAsync(ForgetFarewell message, CancellationToken ct) => store.WriteAsync(
        db => db.Set<QueuedMail>().Where(m => m.Id == message.MailId).ExecuteDeleteAsync(ct), ct);
}
