using EShop.Core.Accounts;
using EShop.Core.Carts;
using EShop.Core.Catalog;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EShop.Core.Orders;

internal sealed class OrderConfiguration : IEntityTypeConfiguration<Order>
{
    public void Configure(EntityTypeBuilder<Order> builder)
    {
        builder.ToTable("orders", t =>
        {
            t.HasCheckConstraint("ck_orders_due", "due_minor = goods_minor - discount_minor + shipping_minor");
            t.HasCheckConstraint("ck_orders_discount", "discount_minor between 0 and goods_minor");
            t.HasCheckConstraint("ck_orders_signs", "due_minor >= 0 and shipping_minor >= 0");
            t.HasCheckConstraint("ck_orders_claim", "discount_minor = 0 or claim_id is not null");
        });
        builder.HasKey(o => o.Number);
        builder.Property(o => o.Number).HasMaxLength(OrderNumber.Length);
        builder.Property(o => o.CheckoutKey).HasMaxLength(Order.CheckoutKeyMax);
        builder.Property(o => o.CheckoutContent).HasMaxLength(Order.CheckoutContentMax);
        builder.Property(o => o.Currency).HasMaxLength(3);
        builder.Property(o => o.Recipient).HasMaxLength(Address.RecipientMax);
        builder.Property(o => o.Phone).HasMaxLength(Address.PhoneMax);
        builder.Property(o => o.Region).HasMaxLength(Address.RegionMax);
        builder.Property(o => o.AddressLine).HasMaxLength(Address.LineMax);
        builder.Property(o => o.PostalCode).HasMaxLength(Address.PostalCodeMax);
        builder.Property(o => o.Note).HasMaxLength(Order.NoteMax);
        builder.Property(o => o.PaidWith).HasMaxLength(100);
        builder.Property(o => o.StopAnswer).HasMaxLength(Order.StopAnswerMax);
        builder.Property(o => o.Tracking).HasMaxLength(80);
        builder.HasIndex(o => new { o.AccountId, o.CheckoutKey }).IsUnique().HasDatabaseName("ux_orders_checkout_key");
        builder.HasIndex(o => new { o.AccountId, o.CreatedAt });
        builder.HasIndex(o => new { o.State, o.CreatedAt });
        builder.HasIndex(o => o.PayUntil).HasFilter("state = 'AwaitingPayment'").HasDatabaseName("ix_orders_unpaid");
        builder.HasIndex(o => o.StoppedAt).HasFilter("stopped_at is not null and stop_settled_at is null")
            .HasDatabaseName("ix_orders_stopped");
        builder.HasOne<Account>().WithMany().HasForeignKey(o => o.AccountId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(o => o.Lines).WithOne().HasForeignKey(l => l.OrderNumber).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class OrderLineConfiguration : IEntityTypeConfiguration<OrderLine>
{
    public void Configure(EntityTypeBuilder<OrderLine> builder)
    {
        builder.ToTable("order_lines", t =>
        {
            t.HasCheckConstraint("ck_order_lines_total", "total_minor = unit_price_minor * quantity");
            t.HasCheckConstraint("ck_order_lines_quantity", $"quantity between 1 and {Cart.QuantityMax}");
        });
        builder.HasKey(l => new { l.OrderNumber, l.SkuId });
        builder.Property(l => l.OrderNumber).HasMaxLength(OrderNumber.Length);
        builder.Property(l => l.SkuCode).HasMaxLength(Sku.CodeMax);
        builder.Property(l => l.ProductHandle).HasMaxLength(Product.HandleMax);
        builder.Property(l => l.PictureKey).HasMaxLength(160);
        builder.ComplexProperty(l => l.Name, n => n.HasTextMax(Product.NameMax));
        builder.ComplexProperty(l => l.Options, n => n.HasTextMax(3 * Sku.ValueMax + 10));
    }
}

internal sealed class OrderStepConfiguration : IEntityTypeConfiguration<OrderStep>
{
    public void Configure(EntityTypeBuilder<OrderStep> builder)
    {
        builder.ToTable("order_steps");
        builder.HasKey(s => new { s.OrderNumber, s.Seq });
        builder.Property(s => s.OrderNumber).HasMaxLength(OrderNumber.Length);
        builder.Property(s => s.Note).HasMaxLength(Order.NoteMax);
        builder.HasOne<Order>().WithMany().HasForeignKey(s => s.OrderNumber).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class OrderNumberFateConfiguration : IEntityTypeConfiguration<OrderNumberFate>
{
    public void Configure(EntityTypeBuilder<OrderNumberFate> builder)
    {
        builder.ToTable("order_number_fates");
        builder.HasKey(f => f.Number);
        builder.Property(f => f.Number).HasMaxLength(OrderNumber.Length);
    }
}
