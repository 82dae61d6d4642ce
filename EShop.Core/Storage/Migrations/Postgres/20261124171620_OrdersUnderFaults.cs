using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace EShop.Core.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class OrdersUnderFaults : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_stock_tasks_order_number_sku_id",
                table: "stock_tasks");

            migrationBuilder.DropIndex(
                name: "ix_stock_movements_task_id_reason",
                table: "stock_movements");

            migrationBuilder.DropIndex(
                name: "ix_sandbox_trades_order_number",
                table: "sandbox_trades");

            migrationBuilder.DropIndex(
                name: "ix_coupon_tasks_order_number",
                table: "coupon_tasks");

            migrationBuilder.DropIndex(
                name: "ix_coupon_claims_account_id_state",
                table: "coupon_claims");

            migrationBuilder.AddColumn<string>(
                name: "key",
                table: "stock_movements",
                type: "character varying(64)",
                maxLength: 64,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "low_stock_at",
                table: "skus",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "person_max",
                table: "skus",
                type: "integer",
                nullable: true);

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

            // What went back before this counter was there; before the check that it is not more than was paid.
            migrationBuilder.Sql(
                "update payments set refunded_minor = coalesce((select sum(r.amount_minor) from refunds r "
                + "where r.payment_id = payments.id), 0)");

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

            migrationBuilder.AddColumn<long>(
                name: "sent_at",
                table: "messages",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "trace",
                table: "messages",
                type: "character varying(55)",
                maxLength: 55,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "key",
                table: "mails",
                type: "character varying(80)",
                maxLength: 80,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "buyers",
                columns: table => new
                {
                    account_id = table.Column<long>(type: "bigint", nullable: false),
                    order_count = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_buyers", x => x.account_id);
                    table.ForeignKey(
                        name: "fk_buyers_accounts_account_id",
                        column: x => x.account_id,
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "low_stock_marks",
                columns: table => new
                {
                    sku_id = table.Column<long>(type: "bigint", nullable: false),
                    fell_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_low_stock_marks", x => x.sku_id);
                    table.ForeignKey(
                        name: "fk_low_stock_marks_sku_sku_id",
                        column: x => x.sku_id,
                        principalTable: "skus",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

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
                name: "ix_stock_movements_task_id_reason_key",
                table: "stock_movements",
                columns: new[] { "task_id", "reason", "key" },
                unique: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_skus_low_stock_at",
                table: "skus",
                sql: "low_stock_at is null or low_stock_at >= 0");

            migrationBuilder.AddCheckConstraint(
                name: "ck_skus_person_max",
                table: "skus",
                sql: "person_max is null or person_max between 1 and 999");

            migrationBuilder.CreateIndex(
                name: "ix_sandbox_trades_order_number_nth",
                table: "sandbox_trades",
                columns: new[] { "order_number", "nth" },
                unique: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_payments_refunded",
                table: "payments",
                sql: "refunded_minor between 0 and amount_minor");

            migrationBuilder.CreateIndex(
                name: "ix_messages_sent",
                table: "messages",
                column: "due_at",
                filter: "state = 'Sent'");

            migrationBuilder.CreateIndex(
                name: "ux_mails_key",
                table: "mails",
                column: "key",
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
                name: "ix_coupon_claims_account_id_request_key",
                table: "coupon_claims",
                columns: new[] { "account_id", "request_key" });

            migrationBuilder.CreateIndex(
                name: "ix_order_notes_order_number_id",
                table: "order_notes",
                columns: new[] { "order_number", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_payment_trades_due",
                table: "payment_trades",
                column: "ask_at",
                filter: "ended_at is null");

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
                name: "buyers");

            migrationBuilder.DropTable(
                name: "low_stock_marks");

            migrationBuilder.DropTable(
                name: "order_notes");

            migrationBuilder.DropTable(
                name: "payment_trades");

            migrationBuilder.DropTable(
                name: "refund_lines");

            migrationBuilder.DropTable(
                name: "refund_requests");

            migrationBuilder.DropTable(
                name: "sandbox_refunds");

            migrationBuilder.DropIndex(
                name: "ix_stock_tasks_order_number",
                table: "stock_tasks");

            migrationBuilder.DropIndex(
                name: "ux_stock_tasks_live",
                table: "stock_tasks");

            migrationBuilder.DropIndex(
                name: "ix_stock_movements_task_id_reason_key",
                table: "stock_movements");

            migrationBuilder.DropCheckConstraint(
                name: "ck_skus_low_stock_at",
                table: "skus");

            migrationBuilder.DropCheckConstraint(
                name: "ck_skus_person_max",
                table: "skus");

            migrationBuilder.DropIndex(
                name: "ix_sandbox_trades_order_number_nth",
                table: "sandbox_trades");

            migrationBuilder.DropCheckConstraint(
                name: "ck_payments_refunded",
                table: "payments");

            migrationBuilder.DropIndex(
                name: "ix_messages_sent",
                table: "messages");

            migrationBuilder.DropIndex(
                name: "ux_mails_key",
                table: "mails");

            migrationBuilder.DropIndex(
                name: "ix_coupon_tasks_order_number",
                table: "coupon_tasks");

            migrationBuilder.DropIndex(
                name: "ux_coupon_tasks_order",
                table: "coupon_tasks");

            migrationBuilder.DropIndex(
                name: "ix_coupon_claims_account_id_request_key",
                table: "coupon_claims");

            migrationBuilder.DropColumn(
                name: "key",
                table: "stock_movements");

            migrationBuilder.DropColumn(
                name: "low_stock_at",
                table: "skus");

            migrationBuilder.DropColumn(
                name: "person_max",
                table: "skus");

            migrationBuilder.DropColumn(
                name: "is_late",
                table: "sandbox_trades");

            migrationBuilder.DropColumn(
                name: "nth",
                table: "sandbox_trades");

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
                name: "close_again_at",
                table: "orders");

            migrationBuilder.DropColumn(
                name: "close_tries",
                table: "orders");

            migrationBuilder.DropColumn(
                name: "revive_until",
                table: "orders");

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
                name: "sent_at",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "trace",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "key",
                table: "mails");

            migrationBuilder.CreateIndex(
                name: "ix_stock_tasks_order_number_sku_id",
                table: "stock_tasks",
                columns: new[] { "order_number", "sku_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_stock_movements_task_id_reason",
                table: "stock_movements",
                columns: new[] { "task_id", "reason" },
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

            migrationBuilder.CreateIndex(
                name: "ix_coupon_claims_account_id_state",
                table: "coupon_claims",
                columns: new[] { "account_id", "state" });
        }
    }
}
