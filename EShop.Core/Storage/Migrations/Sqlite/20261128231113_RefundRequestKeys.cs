using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace EShop.Core.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class RefundRequestKeys : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "key",
                table: "refund_requests",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ux_refund_requests_key",
                table: "refund_requests",
                columns: new[] { "account_id", "key" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ux_refund_requests_key",
                table: "refund_requests");

            migrationBuilder.DropColumn(
                name: "key",
                table: "refund_requests");
        }
    }
}
