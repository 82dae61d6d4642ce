using EShop.Core.Messaging;
using EShop.Tests.House;
using EShop.Tests.Support;

namespace EShop.Tests.Admin;

public sealed class MessageWordsTests
{
    [Theory]
    [InlineData("EShop.Web/Admin/AdminWords.resx")]
    [InlineData("EShop.Web/Admin/AdminWords.zh.resx")]
    public void Staff_reads_what_a_message_is_not_how_its_type_is_called(string words) => Rule.Holds(
        "Every kind of message has a word for staff, Message_Kind.",
        from kind in typeof(IMessage).Assembly.GetTypes()
        where kind.IsClass && kind.IsAssignableTo(typeof(IMessage))
        where !Repository.Text(words).Contains($"\"Message_{kind.Name}\"", StringComparison.Ordinal)
        select $"{words}: {kind.Name}");
}
