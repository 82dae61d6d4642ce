using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace EShop.Core.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class RefundsAreSwept : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "due_at",
                table: "refunds",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "refused_at",
                table: "refunds",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "settled_at",
                table: "refunds",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "tries",
                table: "refunds",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "stop_answer",
                table: "orders",
                type: "TEXT",
                maxLength: 300,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<long>(
                name: "stop_settled_at",
                table: "orders",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "stopped_by",
                table: "orders",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_refunds_due",
                table: "refunds",
                column: "due_at",
                filter: "settled_at is null and refused_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_refunds_refused",
                table: "refunds",
                column: "refused_at",
                filter: "refused_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_orders_stopped",
                table: "orders",
                column: "stopped_at",
                filter: "stopped_at is not null and stop_settled_at is null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_refunds_due",
                table: "refunds");

            migrationBuilder.DropIndex(
                name: "ix_refunds_refused",
                table: "refunds");

            migrationBuilder.DropIndex(
                name: "ix_orders_stopped",
                table: "orders");

            migrationBuilder.DropColumn(
                name: "due_at",
                table: "refunds");

            migrationBuilder.DropColumn(
                name: "refused_at",
                table: "refunds");

            migrationBuilder.DropColumn(
                name: "settled_at",
                table: "refunds");

            migrationBuilder.DropColumn(
                name: "tries",
                table: "refunds");

            migrationBuilder.DropColumn(
                name: "stop_answer",
                table: "orders");

            migrationBuilder.DropColumn(
                name: "stop_settled_at",
                table: "orders");

            migrationBuilder.DropColumn(
                name: "stopped_by",
                table: "orders");
        }
    }
}
