using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace EShop.Core.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class PaymentLife : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_stock_tasks_order_number_sku_id",
                table: "stock_tasks");

            migrationBuilder.DropIndex(
                name: "ix_sandbox_trades_order_number",
                table: "sandbox_trades");

            migrationBuilder.DropIndex(
                name: "ix_coupon_tasks_order_number",
                table: "coupon_tasks");

            migrationBuilder.AddColumn<bool>(
                name: "is_late",
                table: "sandbox_trades",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "nth",
                table: "sandbox_trades",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<long>(
                name: "close_again_at",
                table: "orders",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "close_tries",
                table: "orders",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "revive_until",
                table: "orders",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "payment_trades",
                columns: table => new
                {
                    order_number = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    provider = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    started_at = table.Column<long>(type: "bigint", nullable: false),
                    ask_at = table.Column<long>(type: "bigint", nullable: false),
                    asked_at = table.Column<long>(type: "bigint", nullable: true),
                    tries = table.Column<int>(type: "integer", nullable: false),
                    ended_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_payment_trades", x => new { x.order_number, x.provider });
                });

            migrationBuilder.CreateTable(
                name: "sandbox_refunds",
                columns: table => new
                {
                    trade_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    key = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    amount_minor = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sandbox_refunds", x => new { x.trade_id, x.key });
                    table.CheckConstraint("ck_sandbox_refunds_amount", "amount_minor > 0");
                    table.ForeignKey(
                        name: "fk_sandbox_refunds_sandbox_trade_trade_id",
                        column: x => x.trade_id,
                        principalTable: "sandbox_trades",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_stock_tasks_order_number",
                table: "stock_tasks",
                column: "order_number");

            migrationBuilder.CreateIndex(
                name: "ux_stock_tasks_live",
                table: "stock_tasks",
                columns: new[] { "order_number", "sku_id" },
                unique: true,
                filter: "state <> 'Cancel'");

            migrationBuilder.CreateIndex(
                name: "ix_sandbox_trades_order_number_nth",
                table: "sandbox_trades",
                columns: new[] { "order_number", "nth" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_coupon_tasks_order_number",
                table: "coupon_tasks",
                column: "order_number");

            migrationBuilder.CreateIndex(
                name: "ux_coupon_tasks_order",
                table: "coupon_tasks",
                column: "order_number",
                unique: true,
                filter: "state <> 'Cancel'");

            migrationBuilder.CreateIndex(
                name: "ix_payment_trades_due",
                table: "payment_trades",
                column: "ask_at",
                filter: "ended_at is null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "payment_trades");

            migrationBuilder.DropTable(
                name: "sandbox_refunds");

            migrationBuilder.DropIndex(
                name: "ix_stock_tasks_order_number",
                table: "stock_tasks");

            migrationBuilder.DropIndex(
                name: "ux_stock_tasks_live",
                table: "stock_tasks");

            migrationBuilder.DropIndex(
                name: "ix_sandbox_trades_order_number_nth",
                table: "sandbox_trades");

            migrationBuilder.DropIndex(
                name: "ix_coupon_tasks_order_number",
                table: "coupon_tasks");

            migrationBuilder.DropIndex(
                name: "ux_coupon_tasks_order",
                table: "coupon_tasks");

            migrationBuilder.DropColumn(
                name: "is_late",
                table: "sandbox_trades");

            migrationBuilder.DropColumn(
                name: "nth",
                table: "sandbox_trades");

            migrationBuilder.DropColumn(
                name: "close_again_at",
                table: "orders");

            migrationBuilder.DropColumn(
                name: "close_tries",
                table: "orders");

            migrationBuilder.DropColumn(
                name: "revive_until",
                table: "orders");

            migrationBuilder.CreateIndex(
                name: "ix_stock_tasks_order_number_sku_id",
                table: "stock_tasks",
                columns: new[] { "order_number", "sku_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_sandbox_trades_order_number",
                table: "sandbox_trades",
                column: "order_number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_coupon_tasks_order_number",
                table: "coupon_tasks",
                column: "order_number",
                unique: true);
        }
    }
}
