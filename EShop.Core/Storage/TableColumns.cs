using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace EShop.Core.Storage;

/// <summary>A column that a new row fills.</summary>
/// <param name="StoreClass">The type in which the store's driver takes it.</param>
/// <param name="Read">The value of a row as the store keeps it: enums as text, times as milliseconds.</param>
internal sealed record TableColumn(string Name, Type StoreClass, Func<object, object?> Read);

/// <summary>The columns of an entity's table as EF's model has them, so that a statement written by hand cannot forget
/// one that was added later. A key that the store counts up is left out.</summary>
/// <param name="KeyColumn">The key that the store counts up; null: the rows bring theirs.</param>
/// <param name="SetKey">Tells a row the key that the store gave it.</param>
internal sealed record TableColumns(
    string Table, string? KeyColumn, IReadOnlyList<TableColumn> Columns, Action<object, long> SetKey)
{
    public static TableColumns Of(IEntityType entity)
    {
        var key = entity.FindPrimaryKey()!.Properties is [{ ValueGenerated: ValueGenerated.OnAdd } counted]
            ? counted : null;
        var table = StoreObjectIdentifier.Create(entity, StoreObjectType.Table)!.Value;
        var columns = entity.GetFlattenedProperties().Where(p => p != key)
            .Select(p => ColumnOf(p, p.GetColumnName(table)!)).ToList();
        return new TableColumns(
            table.Name, key?.GetColumnName(table), columns, (row, id) => key!.PropertyInfo!.SetValue(row, id));
    }

    private static TableColumn ColumnOf(IProperty property, string name)
    {
        var getter = property.GetGetter();
        var converter = property.GetTypeMapping().Converter;
        var type = converter?.ProviderClrType ?? property.ClrType;
        return new TableColumn(name, Nullable.GetUnderlyingType(type) ?? type, row =>
        {
            var value = getter.GetClrValueUsingContainingEntity(row);
            return value is null || converter is null ? value : converter.ConvertToProvider(value);
        });
    }
}
