using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace EShop.Core.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class ApiOrderContent : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "checkout_content",
                table: "orders",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "checkout_content",
                table: "orders");
        }
    }
}
