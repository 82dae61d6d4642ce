using System.Data.Common;
using System.Diagnostics;
using EShop.Core.Inventory;
using EShop.Core.Messaging;
using EShop.Core.Orders;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace EShop.Bench;

/// <summary>What the machine could do at best: the rows of a checkout (stock, task, movement, fate, order, lines, step,
/// messages, cleared cart) by prepared statements, 500 orders a transaction, one connection, no lock, no EF; nothing is
/// read, nothing is decided, and the orders are made beforehand.</summary>
internal sealed class OrderCeiling : IAsyncDisposable
{
    private const int PerTransaction = 500;
    private readonly DbConnection _connection;
    private readonly List<Order> _orders;
    private readonly List<int> _firstLines = [];
    private readonly PreparedInsert<OrderNumberFate> _fates;
    private readonly PreparedInsert<Order> _heads;
    private readonly PreparedInsert<OrderLine> _lines;
    private readonly PreparedInsert<OrderStep> _steps;
    private readonly PreparedInsert<OutboxMessage> _messages;
    private readonly PreparedInsert<StockTask> _tasks;
    private readonly PreparedInsert<StockMovement> _movements;

    private OrderCeiling(ShopDbContext db, List<Order> orders)
    {
        _connection = db.Database.GetDbConnection();
        _orders = orders;
        foreach (var count in orders.Select(o => o.Lines.Count).Prepend(0))
            _firstLines.Add(_firstLines.LastOrDefault() + count);
        _fates = Insert(db, [.. orders.Select(OrderLedger.FateOf)]);
        _heads = Insert(db, orders);
        _lines = Insert(db, [.. orders.SelectMany(o => o.Lines)]);
        _steps = Insert(db, [.. orders.Select(OrderLedger.FirstStepOf)]);
        _messages = Insert(db, [.. orders.SelectMany(OrderLedger.MessagesOf)]);
        StockTask[] tasks = [.. orders.SelectMany(o => o.Lines.Select(l => PlainCheckout.TaskOf(o, l)))];
        _tasks = Insert(db, tasks);
        _movements = Insert(db, [.. tasks.Select((t, i) => new StockMovement
        {
            SkuId = t.SkuId,
            Quantity = -t.Quantity,
            Reason = StockReason.Taken,
            TaskId = i, // known once the task is in
            At = t.CreatedAt,
        })]);
    }

    public static async Task<double> OrdersPerSecondAsync(BenchShop shop, IReadOnlyList<CheckOutRequest> requests)
    {
        var at = (shop.Get<IOptions<OrderOptions>>().Value, shop.Get<TimeProvider>().GetUtcNow());
        var orders = new List<Order>(requests.Count);
        foreach (var request in requests) orders.Add(await PlainCheckout.OrderAsync(shop.Store, request, at));
        await using var db = shop.Store.NewContext();
        await db.Database.OpenConnectionAsync();
        await using var ceiling = new OrderCeiling(db, orders);
        var watch = Stopwatch.StartNew();
        for (var first = 0; first < orders.Count; first += PerTransaction)
            await ceiling.WriteAsync(first, Math.Min(first + PerTransaction, orders.Count));
        return orders.Count / watch.Elapsed.TotalSeconds;
    }

    public async ValueTask DisposeAsync()
    {
        await _fates.DisposeAsync();
        await _heads.DisposeAsync();
        await _lines.DisposeAsync();
        await _steps.DisposeAsync();
        await _messages.DisposeAsync();
        await _tasks.DisposeAsync();
        await _movements.DisposeAsync();
    }

    private static PreparedInsert<T> Insert<T>(ShopDbContext db, IReadOnlyList<T> rows) where T : class =>
        new(db.Database.GetDbConnection(), RowInsert.ColumnsOf<T>(db), rows);

    private async Task WriteAsync(int first, int end)
    {
        await using var transaction = await _connection.BeginTransactionAsync();
        await using var clear = Prepare(transaction, """
            delete from cart_lines where cart_id = (select id from carts where account_id = @account) and sku_id = @sku
            """, "account", "sku");
        await using var take = Prepare(transaction, """
            update stock_levels set available = available - @quantity, locked = locked + @quantity where sku_id = @sku
            """, "quantity", "sku");
        await _fates.BeginAsync(transaction);
        await _heads.BeginAsync(transaction);
        await _lines.BeginAsync(transaction);
        await _steps.BeginAsync(transaction);
        await _messages.BeginAsync(transaction);
        await _tasks.BeginAsync(transaction);
        await _movements.BeginAsync(transaction);
        foreach (var sku in _orders[first..end].SelectMany(o => o.Lines).GroupBy(l => l.SkuId))
            await RunAsync(take, sku.Sum(l => (long)l.Quantity), sku.Key);
        for (var i = first; i < end; i++) await WriteOneAsync(i, clear);
        await transaction.CommitAsync();
    }

    private async Task WriteOneAsync(int i, DbCommand clear)
    {
        await _fates.RunAsync(i);
        await _heads.RunAsync(i);
        await _steps.RunAsync(i);
        await _messages.RunAsync(2 * i);
        await _messages.RunAsync(2 * i + 1);
        for (var line = 0; line < _orders[i].Lines.Count; line++)
        {
            var nth = _firstLines[i] + line;
            await _lines.RunAsync(nth);
            await _movements.RunAsync(nth, ("task_id", await _tasks.RunAsync(nth)));
            await RunAsync(clear, _orders[i].AccountId, _orders[i].Lines[line].SkuId);
        }
    }

    private DbCommand Prepare(DbTransaction transaction, string sql, params string[] numbers)
    {
        var command = _connection.CreateCommand();
        (command.Transaction, command.CommandText) = (transaction, sql);
        foreach (var name in numbers)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, 0L);
            command.Parameters.Add(parameter);
        }

        command.Prepare();
        return command;
    }

    private static Task RunAsync(DbCommand command, long first, long second)
    {
        (command.Parameters[0].Value, command.Parameters[1].Value) = (first, second);
        return command.ExecuteNonQueryAsync();
    }
}
