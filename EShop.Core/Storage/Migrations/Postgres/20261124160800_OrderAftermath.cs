using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace EShop.Core.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class OrderAftermath : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_stock_movements_task_id_reason",
                table: "stock_movements");

            migrationBuilder.AddColumn<string>(
                name: "key",
                table: "stock_movements",
                type: "character varying(64)",
                maxLength: 64,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "answer",
                table: "refunds",
                type: "character varying(300)",
                maxLength: 300,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<long>(
                name: "staff_id",
                table: "refunds",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "refunded_minor",
                table: "payments",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "stop_reason",
                table: "orders",
                type: "character varying(20)",
                maxLength: 20,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "stopped_at",
                table: "orders",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "version",
                table: "orders",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "key",
                table: "mails",
                type: "character varying(80)",
                maxLength: 80,
                nullable: true);

            // What went back before this counter was there.
            migrationBuilder.Sql(
                "update payments set refunded_minor = coalesce((select sum(r.amount_minor) from refunds r "
                + "where r.payment_id = payments.id), 0)");

            migrationBuilder.CreateTable(
                name: "order_notes",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    order_number = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    staff_id = table.Column<long>(type: "bigint", nullable: false),
                    text = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_order_notes", x => x.id);
                    table.ForeignKey(
                        name: "fk_order_notes_orders_order_number",
                        column: x => x.order_number,
                        principalTable: "orders",
                        principalColumn: "number",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "refund_lines",
                columns: table => new
                {
                    key = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    sku_id = table.Column<long>(type: "bigint", nullable: false),
                    order_number = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    quantity = table.Column<int>(type: "integer", nullable: false),
                    is_back_in_stock = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_refund_lines", x => new { x.key, x.sku_id });
                    table.CheckConstraint("ck_refund_lines_quantity", "quantity > 0");
                });

            migrationBuilder.CreateTable(
                name: "refund_requests",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    order_number = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    account_id = table.Column<long>(type: "bigint", nullable: false),
                    reason = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    decided_at = table.Column<long>(type: "bigint", nullable: true),
                    staff_id = table.Column<long>(type: "bigint", nullable: true),
                    answer = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_refund_requests", x => x.id);
                    table.ForeignKey(
                        name: "fk_refund_requests_orders_order_number",
                        column: x => x.order_number,
                        principalTable: "orders",
                        principalColumn: "number",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_stock_movements_task_id_reason_key",
                table: "stock_movements",
                columns: new[] { "task_id", "reason", "key" },
                unique: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_payments_refunded",
                table: "payments",
                sql: "refunded_minor between 0 and amount_minor");

            migrationBuilder.CreateIndex(
                name: "ux_mails_key",
                table: "mails",
                column: "key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_order_notes_order_number_id",
                table: "order_notes",
                columns: new[] { "order_number", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_refund_lines_order_number_sku_id",
                table: "refund_lines",
                columns: new[] { "order_number", "sku_id" });

            migrationBuilder.CreateIndex(
                name: "ix_refund_requests_order_number_id",
                table: "refund_requests",
                columns: new[] { "order_number", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_refund_requests_state_created_at",
                table: "refund_requests",
                columns: new[] { "state", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ux_refund_requests_open",
                table: "refund_requests",
                column: "order_number",
                unique: true,
                filter: "state = 'Open'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "order_notes");

            migrationBuilder.DropTable(
                name: "refund_lines");

            migrationBuilder.DropTable(
                name: "refund_requests");

            migrationBuilder.DropIndex(
                name: "ix_stock_movements_task_id_reason_key",
                table: "stock_movements");

            migrationBuilder.DropCheckConstraint(
                name: "ck_payments_refunded",
                table: "payments");

            migrationBuilder.DropIndex(
                name: "ux_mails_key",
                table: "mails");

            migrationBuilder.DropColumn(
                name: "key",
                table: "stock_movements");

            migrationBuilder.DropColumn(
                name: "answer",
                table: "refunds");

            migrationBuilder.DropColumn(
                name: "staff_id",
                table: "refunds");

            migrationBuilder.DropColumn(
                name: "refunded_minor",
                table: "payments");

            migrationBuilder.DropColumn(
                name: "stop_reason",
                table: "orders");

            migrationBuilder.DropColumn(
                name: "stopped_at",
                table: "orders");

            migrationBuilder.DropColumn(
                name: "version",
                table: "orders");

            migrationBuilder.DropColumn(
                name: "key",
                table: "mails");

            migrationBuilder.CreateIndex(
                name: "ix_stock_movements_task_id_reason",
                table: "stock_movements",
                columns: new[] { "task_id", "reason" },
                unique: true);
        }
    }
}
